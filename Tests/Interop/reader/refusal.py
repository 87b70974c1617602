"""Why something is not opened."""

import struct


class Refused(Exception):
    """With a sentence for people, and the class that the format's test vectors name."""

    def __init__(self, reason, kind="malformed"):
        super().__init__(reason)
        self.kind = kind


def refuse_unless(condition, reason, kind="malformed"):
    if not condition:
        raise Refused(reason, kind)


class Cursor:
    """Goes through bytes, and never beyond their end."""

    def __init__(self, data, reason, kind="malformed"):
        self.data, self.at = data, 0
        self.reason, self.kind = reason, kind

    @property
    def rest(self):
        return self.data[self.at :]

    def take(self, count):
        refuse_unless(count <= len(self.data) - self.at, self.reason, self.kind)
        self.at += count
        return self.data[self.at - count : self.at]

    def unpack(self, layout):
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def byte(self):
        return self.take(1)[0]

    def utf8(self, count):
        try:
            return self.take(count).decode()
        except UnicodeDecodeError:
            raise Refused(f"{self.reason}: no UTF-8", self.kind) from None
