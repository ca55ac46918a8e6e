"""How long records take to become a checked store, and the same with the peers: rdflib and pySHACL.

The peers get a slice that they can hold; their rate is extrapolated and marked so.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from itertools import islice
from pathlib import Path

import common

SLICE = 500
PEER = """
import sys, rdflib, pyshacl
from pathlib import Path
rdflib.NORMALIZE_LITERALS = False
graph = rdflib.Graph().parse(sys.argv[1], format="nt")
shapes = rdflib.Graph()
for path in sorted(Path("shapes/record").glob("*.ttl")):
    shapes.parse(path)
pyshacl.validate(graph, shacl_graph=shapes, inference="none")
"""


def main() -> None:
    source = common.real_file("api", "commons-list.jsonl.gz")
    if source is None:
        sys.stdout.write("real records are not here: nothing to measure\n")
        return
    with gzip.open(source, "rb") as stream:
        count = sum(1 for _ in stream)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        pqgraph = [sys.executable, "-m", "pqgraph", "-q"]
        store = ["--store", str(work / "store"), "--replace"]
        rows = []
        for label, options in (
            ("pqgraph build", []),
            ("pqgraph build, unchecked", ["--no-check"]),
        ):
            wall, cpu, memory, _ = common.run([*pqgraph, "build", str(source), *store, *options])
            rows.append(
                [label, f"{count:,}", f"{wall:.1f}", f"{cpu:.1f}", f"{count / wall:,.0f}", f"{memory:.0f}"]
            )
        part = work / "slice.jsonl"
        with gzip.open(source, "rb") as stream:
            part.write_bytes(b"".join(islice(stream, SLICE)))
        converted, peer_input = work / "slice.nt", work / "peer.nt"
        common.run([*pqgraph, "convert", str(part), "-o", str(converted), "--no-topics", "--no-provenance"])
        packed = work / "slice.jsonl.gz"
        packed.write_bytes(gzip.compress(part.read_bytes(), mtime=0))
        made = common.run([sys.executable, "benchmarks/peer_rdflib.py", str(packed), str(peer_input)])
        checked = common.run([sys.executable, "-c", PEER, str(peer_input)])
        wall, cpu = made[0] + checked[0], made[1] + checked[1]
        memory = max(made[2], checked[2])
        rows.append(
            ["rdflib and pySHACL, in memory", f"{SLICE:,}", f"{wall:.1f}", f"{cpu:.1f}", f"{SLICE / wall:,.0f}",
             f"{memory:.0f}"]
        )  # fmt: skip
    sys.stdout.write(f"\nRecords to a checked store, whole processes; {common.machine()}\n\n")
    common.table(["by", "records", "wall s", "CPU s", "records/s", "peak MB"], rows)


if __name__ == "__main__":
    main()
