"""A client of ClamAV's INSTREAM command: the file goes to clamd in pieces, and one line comes back."""

import socket
import struct

PIECE = 64 * 1024


def is_clean(content: bytes, address: str) -> bool:
    """Whether the scanner at `host:port` finds nothing. Raises OSError when it cannot be reached or does not understand."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=60) as wire:
        wire.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            wire.sendall(struct.pack("!L", len(piece)) + piece)
        wire.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            received = wire.recv(4096)
            if not received:
                break
            answer += received
    said = answer.rstrip(b"\0").decode("utf-8", "replace")
    if said.endswith("OK"):
        return True
    if said.endswith("FOUND"):
        return False
    raise OSError(f"The scanner answered {said[:80]!r}")
