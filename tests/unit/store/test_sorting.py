from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pqgraph.store.sorting import LineSorter


@given(st.lists(st.binary(max_size=5).map(lambda b: b.replace(b"\n", b"x"))), st.integers(1, 40), st.data())
def test_sorted_and_unique_whatever_the_pieces(
    lines: list[bytes], run_bytes: int, data: st.DataObject
) -> None:
    whole = b"".join(line + b"\n" for line in lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    sorter = LineSorter(run_bytes)
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        sorter.write(whole[start:end])
    assert list(sorter.lines()) == sorted({line + b"\n" for line in lines})


def test_a_last_line_without_line_feed() -> None:
    sorter = LineSorter()
    sorter.write(b"b\na")
    assert list(sorter.lines()) == [b"a\n", b"b\n"]
