"""Writes the test vectors: files of one try each, to be read in any language.

usage: make.py DIRECTORY    (with PyNaCl; see ../make_vectors)

A file begins with header lines, `name: value`, of which an empty line is the end:

    expect        success, or the class of the refusal
    comment       what is right or wrong with it
    format        text (an export's), file (an export's), vault (an envelope in the place of an auth key), keyring, ledger,
                  box, or the kind of a key's text: recipient, identity, raw key, recovery code, signer, signing identity
    secret        what opens it: passphrase, raw key, recovery code, root key or identity, and its text (hexadecimal for a
                  root key). A recovery code and a root key are one slot's
    origin        which vaults and exports an identity may open: refuse (so without this line), accept, pinned ID,
                  or signed SIGNER...
    now           the time in seconds since 1970; 1700000000 without this line
    keyring, epoch, data key
                  of a ledger: whose it is
    gives ...     what a success gives

Then comes what is to be read: the text, up to the last line end of the file; of the formats file, vault, keyring and
ledger, its bytes in base64, in lines.

A file that is refused has one fault, and is right in everything else, the MACs and checksums over the fault included
where it is not they that are wrong. The classes of refusals, which the article *Format* explains:

    typo            a character of a text is wrong, missing or too much
    plain string    a plain session string is in the place of what is expected
    sealed string   a sealed string is
    malformed       it has not the layout of version 1
    version         it is of another version
    kind            a vault, an export or one with peers where another was expected
    cut             the end of a file is missing
    secret          no slot opens with the secret
    cost            a derivation costs too little or too much
    tampered        a key fits, and what it covers is not as a writer of this version wrote it
    signature       an export's signature does not hold
    origin          nobody whom the caller takes vouches for it
    other vault     the id is not the one that was expected
    expired         an export was to be used until an earlier time
    value           an export has what no client can use
    box             a raw box does not open
    key             the text is no key of that kind
"""

import importlib
import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
GROUPS = ("header", "slots", "costs", "payload", "records", "fields", "signatures", "origins", "files", "rows", "texts", "keys",
          "boxes",
          "keyrings", "ledgers", "vaults")


def files():
    """Names and bytes."""
    made = {}
    for group in GROUPS:
        for case in importlib.import_module(f"kit.cases.{group}").cases():
            assert case.name not in made, case.name
            made[case.name] = case.encoded()
    return made


def main():
    directory = pathlib.Path(sys.argv[1])
    made = files()
    for path in directory.iterdir():
        if path.name not in made:
            path.unlink()
    for name, data in made.items():
        (directory / name).write_bytes(data)
    print(f"{len(made)} files in {directory}")


if __name__ == "__main__":
    sys.path.insert(0, str(here.parent))
    main()
