"""`python -m models.plain_words`: the words that workers write in small letters.

What stands in small letters in the notes of the corpus is no name when it stands with a capital; a
dictionary alone does not tell, since it lists "paris" and "lincoln", too. The de-identifier reads
the list from the artefacts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

import click

from inference import InferenceError
from inference.identifiers.deidentifier import load_deidentifier
from inference.identifiers.lexicon import PLAIN_WORDS, Lexicon, bare

from .corpus import CorpusError, load_corpus
from .utterances import load_turns

_WORD: Final = re.compile(r"[^\W\d_]+")
_OFTEN: Final = 2  # times from which a word that no dictionary has is no slip


def plain_words(texts: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Words in small letters, in order, without those that are names and nothing else."""
    counts = Counter(bare(w) for text in texts for w in _WORD.findall(text) if w.islower())
    return sorted(
        word
        for word, times in counts.items()
        if not lexicon.is_first(word) and (times >= _OFTEN or lexicon.is_word(word))
    )


@click.command("plain_words")
def main() -> None:
    """Make the list of plain words again from the corpus."""
    try:
        texts = [note.text for note in load_corpus()] + [turn.text for turn in load_turns()]
        words = plain_words(texts, load_deidentifier().lexicon)
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    PLAIN_WORDS.parent.mkdir(exist_ok=True)
    PLAIN_WORDS.write_text("\n".join(words) + "\n", encoding="utf-8")
    click.echo(f"{len(words)} words have been written to {PLAIN_WORDS}.")


if __name__ == "__main__":
    main()
