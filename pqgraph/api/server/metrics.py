"""Figures for `Prometheus <https://prometheus.io/docs/instrumenting/exposition_formats/>`_, in its text format.

Some counters and two histograms need no library; this is all that the format asks for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pqgraph import __version__
from pqgraph.api.server.backend import Backend

__all__ = ["CONTENT_TYPE", "Metrics"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What has been counted since the server started."""

    def __init__(self) -> None:
        self.active = 0
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}
        self._bytes = 0

    def count(self, kind: str, method: str, status: int, seconds: float, size: int) -> None:
        """Count a request that has been answered."""
        self._requests[kind, method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other", status] += 1
        buckets = self._buckets.setdefault(kind, [0] * (len(_BOUNDS) + 1))
        buckets[bisect_left(_BOUNDS, seconds)] += 1
        self._seconds[kind] = self._seconds.get(kind, 0.0) + seconds
        self._bytes += size

    def text(self, backend: Backend) -> bytes:
        """Everything in Prometheus' text format."""
        lines = [
            *_head("pqgraph_info", "gauge", "The version."),
            f'pqgraph_info{{version="{__version__}"}} 1',
        ]
        lines += _head("pqgraph_requests_total", "counter", "Requests answered.")
        for (kind, method, status), number in sorted(self._requests.items()):
            lines.append(
                f'pqgraph_requests_total{{kind="{kind}",method="{method}",status="{status}"}} {number}'
            )
        lines += _head("pqgraph_request_seconds", "histogram", "How long answers took.")
        for kind, buckets in sorted(self._buckets.items()):
            total = 0
            for bound, number in zip((*map(str, _BOUNDS), "+Inf"), buckets, strict=True):
                total += number
                lines.append(f'pqgraph_request_seconds_bucket{{kind="{kind}",le="{bound}"}} {total}')
            lines.append(f'pqgraph_request_seconds_sum{{kind="{kind}"}} {self._seconds[kind]:.6f}')
            lines.append(f'pqgraph_request_seconds_count{{kind="{kind}"}} {total}')
        lines += _single("pqgraph_response_bytes_total", "counter", "Bytes of bodies sent.", self._bytes)
        lines += _single("pqgraph_requests_active", "gauge", "Requests being answered.", self.active)
        lines += _single(
            "pqgraph_store_generation", "gauge", "How often a store was opened.", backend.generation
        )
        ready = next((p.ready for lane in backend.lanes for p in lane.processes if p.ready), None)
        lines += _single(
            "pqgraph_store_triples", "gauge", "Statements served.", ready.triples if ready else 0
        )
        for name, kind, text, values in (
            ("processes", "gauge", "Processes that answer.", [len(lane.processes) for lane in backend.lanes]),
            ("waiting", "gauge", "Requests waiting for a process.", [lane.waiting for lane in backend.lanes]),
            (
                "timeouts_total",
                "counter",
                "Answers that took too long.",
                [lane.counts.timeouts for lane in backend.lanes],
            ),
            (
                "deaths_total",
                "counter",
                "Processes that ended at work.",
                [lane.counts.deaths for lane in backend.lanes],
            ),
            (
                "refused_total",
                "counter",
                "Requests turned away as busy.",
                [lane.counts.refused for lane in backend.lanes],
            ),
        ):
            lines += _head(f"pqgraph_{name}", kind, text)
            for lane, value in zip(backend.lanes, values, strict=True):
                lines.append(f'pqgraph_{name}{{lane="{lane.name}"}} {value}')
        lines += _head("pqgraph_process_resident_bytes", "gauge", "Memory of each process that answers.")
        for lane in backend.lanes:
            for number, process in enumerate(lane.processes):
                memory = resident(process.pid)
                if memory is not None:
                    lines.append(
                        f'pqgraph_process_resident_bytes{{lane="{lane.name}",process="{number}"}} {memory}'
                    )
        return ("\n".join(lines) + "\n").encode()


def _head(name: str, kind: str, text: str) -> Iterable[str]:
    return f"# HELP {name} {text}", f"# TYPE {name} {kind}"


def _single(name: str, kind: str, text: str, value: int) -> Iterable[str]:
    return *_head(name, kind, text), f"{name} {value}"


def resident(pid: int | None) -> int | None:
    """Bytes of memory that a process holds, its own alone, without files that are mapped; ``None`` if unknown."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = [line.split() for line in status.splitlines() if line.startswith("RssAnon:")]
    return int(found[0][1]) * 1024 if found else None
