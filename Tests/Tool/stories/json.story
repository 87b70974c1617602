# What programs read: JSON of a stable shape, and nothing else on standard output.
$ (umask 077; echo 'correct horse battery staple' >secret); sample-string --bot | session-vault import - --as my_bot --passphrase-file secret --cost minimum 2>/dev/null

$ session-vault inspect my_bot --json
{
  "key" : "sealed",
  "kind" : "session",
  "mode" : "0600",
  "name" : "my_bot",
  "peers" : {
    "count" : 0,
    "sealed" : 0
  },
  "schema" : {
    "family" : "pyrotgfork",
    "version" : 6
  },
  "size" : 40960,
  "updateStates" : {
    "count" : 0,
    "sealed" : 0
  },
  "vault" : {
    "epoch" : 1,
    "generation" : 1,
    "id" : "‹hex32›",
    "isInTransition" : false,
    "rowsSealed" : true,
    "slots" : [
      {
        "id" : "‹hex16›",
        "kind" : "passphrase",
        "mebibytes" : 19,
        "passes" : 2
      }
    ]
  },
  "warnings" : [
    {
      "detail" : "one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say",
      "id" : "single-slot"
    },
    {
      "detail" : "slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it",
      "id" : "derivation-below-standard"
    }
  ]
}

$ session-vault inspect my_bot --json | python3 -m json.tool >/dev/null

$ session-vault slots list my_bot --json
\[
  {
    "id" : "‹hex16›",
    "kind" : "passphrase",
    "mebibytes" : 19,
    "passes" : 2
  }
]

$ session-vault verify my_bot --json --passphrase-file secret
{
  "earlierRows" : 0,
  "failedRows" : 0,
  "isSound" : true,
  "peers" : 0,
  "strayRows" : 0,
  "updateStates" : 0
}

$ sample-string --bot | session-vault inspect - --json
{
  "dataCenter" : 4,
  "form" : "pyrogram",
  "hasAPIID" : true,
  "isBot" : true,
  "isTest" : false,
  "key" : "plain",
  "kind" : "session-string",
  "warnings" : [
    {
      "detail" : "the auth key is not encrypted; whoever reads it has the account",
      "id" : "plain-key"
    }
  ]
}

$ session-vault keyring create keys.svault --passphrase-file secret --cost minimum 2>/dev/null; session-vault keyring inspect keys.svault --json
{
  "kind" : "keyring",
  "mode" : "0600",
  "name" : "keys.svault",
  "size" : 314,
  "vault" : {
    "epoch" : 1,
    "generation" : 1,
    "id" : "‹hex32›",
    "isInTransition" : false,
    "slots" : [
      {
        "id" : "‹hex16›",
        "kind" : "passphrase",
        "mebibytes" : 19,
        "passes" : 2
      }
    ]
  },
  "warnings" : [
    {
      "detail" : "one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say",
      "id" : "single-slot"
    },
    {
      "detail" : "slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it",
      "id" : "derivation-below-standard"
    }
  ]
}

$ diff <(session-vault inspect keys.svault --json) <(session-vault keyring inspect keys.svault --json) && echo the same
the same

$ session-vault export my_bot --protect --passphrase-file secret --new-passphrase-file secret --cost minimum 2>/dev/null | session-vault inspect - --json
{
  "key" : "sealed",
  "kind" : "protected-string",
  "vault" : {
    "epoch" : 1,
    "generation" : 1,
    "hasPeers" : false,
    "id" : "‹hex32›",
    "isInTransition" : false,
    "slots" : [
      {
        "id" : "‹hex16›",
        "kind" : "passphrase",
        "mebibytes" : 19,
        "passes" : 2
      }
    ]
  },
  "warnings" : [
    {
      "detail" : "slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it",
      "id" : "derivation-below-standard"
    }
  ]
}

$ session-vault keygen --output key | session-vault inspect - --json
{
  "kind" : "recipient",
  "recipient" : "‹svpub1›",
  "warnings" : [

  ]
}

$ session-vault inspect key --json
{
  "kind" : "identity",
  "mode" : "0600",
  "name" : "key",
  "warnings" : [

  ]
}

$ session-vault keygen --signing | tail -n 1 | session-vault inspect - --json
{
  "kind" : "signing-identity",
  "warnings" : [

  ]
}
! session-vault: signer: ‹svsig1›

# An error is no JSON; standard output is empty then.
$ session-vault inspect nobody --json
! session-vault: error: ./nobody.session is not there
[66]
