"""Holding answers known by their words, where a source does not say of what kind an answer is."""

from __future__ import annotations

__all__ = ["only_holds"]

_WORDS = "has indicated that it will not be possible to answer this question within the usual time period"


def only_holds(text: str | None) -> bool:
    """Whether an answer is the notice that the Commons print for a department which needs more time.

    They all read "The Department of Health and Social Care has indicated that it will not be possible to answer this
    question within the usual time period. An answer is being prepared and will be provided as soon as it is available."
    Whole files of texts have no flag for it. Departments that write such a thing in words of their own are not known.

    Args:
        text: The answer, plain or as an HTML fragment, whole or cut.
    """
    # Most answers are told apart by one of the words, wherever spaces stand between them.
    if text is None or "indicated" not in text:
        return False
    return _WORDS in " ".join(text[:400].replace("\u00a0", " ").split())
