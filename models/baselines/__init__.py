"""Two plain ways to answer a note, which anything more elaborate must beat.

`keyword_predictions` looks for words; `tfidf_predictions` learns weights of words and letter
sequences from labelled notes. Both answer in `Formulation`s without stances, for
`models.scoring`; neither is part of the product.
"""

from __future__ import annotations

from .keyword import keyword_predictions
from .tfidf import tfidf_predictions

__all__ = ["keyword_predictions", "tfidf_predictions"]
