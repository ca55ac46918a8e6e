"""Reader ``api-states``: questions of the questions-statements API, each with every state it was seen in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from pqgraph.life.transfers import Snapshot, one_life
from pqgraph.model import Locator, Notice, Question, Rejected, SourceFile
from pqgraph.readers._api_known import known, unknown_fields, wrong_shape
from pqgraph.readers._api_records import question
from pqgraph.readers._api_shapes import ApiQuestion
from pqgraph.readers._json import Chunk, FieldError, Foreign, Parser, chunks, genuine, glimpse, is_suspect, replaced, scrub
from pqgraph.readers._json_head import key_paths
from pqgraph.readers.base import Item, Source, UnknownFields
