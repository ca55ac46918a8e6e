"""Charts of the rows of stored queries, drawn with altair and vl-convert (extra ``charts``)."""

from pqgraph.charts.drawing import caption_of, chart_of, draw
from pqgraph.charts.picture import PICTURE_FORMATS, Picture, require
from pqgraph.charts.style import Caption

__all__ = ["PICTURE_FORMATS", "Caption", "Picture", "caption_of", "chart_of", "draw", "require"]
