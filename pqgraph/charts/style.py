"""What all charts share: letters, colours, titles, and the line that names source and licence.

The colours are those of Okabe and Ito, which people with any colour vision can tell apart (`Wong, Points of
view: Color blindness <https://doi.org/10.1038/nmeth.1618>`_); without yellow, which is too pale on white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pqgraph.charts.text import wrap
from pqgraph.mapping.provenance import NOTICE

if TYPE_CHECKING:
    import altair as alt

__all__ = [
    "COLOURS",
    "INK",
    "LABEL",
    "MUTED",
    "PALE",
    "Caption",
    "Drawing",
    "finish",
    "inline",
    "left_out",
    "value_axis",
]

# Liberation Sans ships with vl-convert, so pictures are the same everywhere; the others have its widths.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, MUTED, PALE = "#1f2328", "#59636e", "#e6e8eb"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
TITLE, SUBTITLE, LABEL, FOOT = 18, 13, 12, 11


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a chart.

    Attributes:
        title: The question that it answers.
        subtitle: Which values were asked for; may be empty.
        source: Where the numbers come from, such as the query's name; stands before the licence notice.
        notes: What a reader must know of the rows, such as that there were more.
    """

    title: str
    subtitle: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart without its words.

    Attributes:
        chart: Altair's chart.
        width: How wide it is with its labels, in pixels, to break titles by.
        notes: What was left out, for the caption.
    """

    chart: alt.LayerChart | alt.FacetChart | alt.Chart
    width: float
    notes: list[str] = field(default_factory=list)


def inline(values: Sequence[dict[str, Any]]) -> alt.InlineData:
    """Rows inside the picture's description, so that nothing is ever fetched."""
    import altair as alt

    return alt.InlineData(values=list(values))


def finish(drawing: Drawing, caption: Caption) -> alt.VConcatChart:
    """Put title, notes and licence around a chart."""
    import altair as alt

    width = max(drawing.width, 420)
    small = [*wrap(caption.subtitle, width, SUBTITLE)]
    for note in (*drawing.notes, *caption.notes):
        small += wrap(note, width, SUBTITLE)
    title = alt.TitleParams(
        text=wrap(caption.title, width, TITLE, bold=True),
        subtitle=small,
        anchor="start",
        frame="bounds",
        fontSize=TITLE,
        fontWeight="bold",
        color=INK,
        subtitleFontSize=SUBTITLE,
        subtitleColor=MUTED,
        subtitlePadding=6,
        lineHeight=TITLE + 5,
        subtitleLineHeight=SUBTITLE + 5,
        offset=16,
    )
    source = f"{NOTICE} {caption.source}".strip()
    foot = alt.TitleParams(
        text=wrap(source, width, FOOT),
        orient="bottom",
        anchor="start",
        fontSize=FOOT,
        fontWeight="normal",
        color=MUTED,
        lineHeight=FOOT + 4,
        offset=14,
    )
    whole = alt.vconcat(drawing.chart.properties(title=title)).properties(
        title=foot, padding=20, background="white"
    )
    styled: alt.VConcatChart = (
        whole.configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=LABEL,
            titleFontSize=LABEL,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=MUTED,
            domainColor="#afb8c1",
            tickColor="#afb8c1",
            gridColor=PALE,
            labelLimit=0,
            titlePadding=10,
        )
        .configure_legend(
            labelFontSize=LABEL,
            titleFontSize=LABEL,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=MUTED,
            labelLimit=0,
            titleLimit=0,
        )
    )
    return styled


def value_axis(values: Sequence[dict[str, Any]], *, grid: bool = True) -> alt.Axis:
    """The axis of the numbers called ``value``, with whole numbers at its marks if they are whole."""
    import altair as alt

    whole: dict[str, Any] = {}
    if all(float(value["value"]).is_integer() for value in values):
        # Without this, an axis from 0 to 2 has marks at 0.5 and 1.5 questions.
        whole["tickMinStep"] = 1
    return alt.Axis(
        domain=False, ticks=False, labelColor=MUTED, tickCount=5, format=",.2~f", grid=grid, **whole
    )


def left_out(shown: str, left: int, without: int) -> list[str]:
    """Notes on what is not in the picture, which must never be silent about it.

    Args:
        shown: What is in it, "The 30 largest of 140".
        left: How many are not.
        without: How many rows have nothing that could be drawn.
    """
    notes = [f"{shown}; {left:,} {'is' if left == 1 else 'are'} left out."] if left else []
    if without:
        notes.append(f"{without:,} row{'' if without == 1 else 's'} without a value left out.")
    return notes
