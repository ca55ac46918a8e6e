"""What goes between the server and a process that answers: MessagePack, each message after its length.

MessagePack holds data only, so that nothing that one end sends can make the other run code.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import msgspec

from pqgraph.api.protocol import Request, Response

__all__ = [
    "LENGTH",
    "Call",
    "Failure",
    "Message",
    "Ready",
    "Reply",
    "decode_message",
    "encode",
    "read_call",
    "write",
]

LENGTH = struct.Struct(">I")
Headers = tuple[tuple[str, str], ...]


class Call(msgspec.Struct, frozen=True, array_like=True):
    """A request to be answered."""

    number: int
    path: str
    query: str
    method: str
    headers: Headers
    base: str
    body: bytes

    @classmethod
    def of(cls, number: int, request: Request, body: bytes) -> Call:
        """The call for a request."""
        return cls(number, request.path, request.query, request.method, request.headers, request.base, body)

    def request(self) -> Request:
        """The request."""
        return Request(self.path, self.query, self.method, self.headers, self.base)


class Ready(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The process has opened the store."""

    triples: int
    content: str


class Failure(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The process cannot work."""

    code: str
    found: str
    place: str | None


class Reply(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The answer to a call."""

    number: int
    status: int
    headers: Headers
    body: bytes

    def response(self) -> Response:
        """The response."""
        return Response(self.status, self.headers, self.body)


Message = Ready | Failure | Reply
_encoder = msgspec.msgpack.Encoder()
_calls = msgspec.msgpack.Decoder(Call)
_messages: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Ready | Failure | Reply)


def encode(message: Call | Message) -> bytes:
    """A message with its length in front."""
    data = _encoder.encode(message)
    return LENGTH.pack(len(data)) + data


def decode_message(data: bytes) -> Message:
    """A message from a process that answers, without its length."""
    return _messages.decode(data)


def read_call(stream: BinaryIO) -> Call | None:
    """The next call; ``None`` when the server has closed the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    return _calls.decode(data) if len(data) == length else None


def write(stream: BinaryIO, message: Message) -> None:
    """Write a message."""
    stream.write(encode(message))
    stream.flush()
