"""The life of a question as far as records and texts tell it: no RDF, no source format.

What a text pursues or refers to, what an answer said before its correction, which questions are one round robin,
and how the states in which a question was seen make one question with its whole life.
"""
