"""The catalogues: complete, in step with the code, and compiled as they stand."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from inference import NoteError, PlanDraft, PlanError, labels, load_clinical
from inference.enough import enough_to_go_on
from inference.intake import check
from webapp.language import LANGUAGES, scripts
from webapp.language.of_reader import _SENTENCES, _pattern, again

ROOT: Final = Path(__file__).parents[3]
TRANSLATIONS: Final = ROOT / "webapp" / "translations"
OTHERS: Final = sorted(set(LANGUAGES) - {"en"})
# A place for a value, of Python or of `str.format`, or a tag with all that is in it.
PLACES: Final = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]*>|`[^`]*`")
_Id = str | tuple[str, ...]


@pytest.fixture(scope="session")
def gathered() -> set[_Id]:
    """Every sentence that the code and the data mark, as `make languages` gathers them."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, DEFAULT_KEYWORDS)
    return {tuple(id) if isinstance(id, tuple | list) else id for _, _, id, _, _ in found}


def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.parametrize("language", OTHERS)
class TestCatalogue:
    def test_it_has_what_the_code_says_and_nothing_else(
        self, language: str, gathered: set[_Id]
    ) -> None:
        assert len(gathered) > 1_500
        ids = {tuple(m.id) if isinstance(m.id, list) else m.id for m in messages(language)}
        assert {"not in the catalogue": gathered - ids, "not in the code": ids - gathered} == {
            "not in the catalogue": set(),
            "not in the code": set(),
        }, "run `make languages`, and translate what is new"

    def test_everything_is_translated(self, language: str) -> None:
        assert [m.id for m in messages(language) if m.fuzzy] == []
        assert [m.id for m in messages(language) if not all(texts(m.string))] == []
        plurals = [m for m in messages(language) if m.pluralizable]
        assert plurals and {len(m.string) for m in plurals} == {catalogue(language).num_plurals}

    def test_places_and_tags_are_those_of_the_english(self, language: str) -> None:
        wrong = [
            said
            for message in messages(language)
            for english, said in zip(texts(message.id), texts(message.string), strict=True)
            if sorted(PLACES.findall(english)) != sorted(PLACES.findall(said))
        ]
        assert wrong == []

    def test_ends_as_the_english_does(self, language: str) -> None:
        """A heading stays one, a sentence too, and spaces that join parts are kept."""
        wrong = [
            (english, said)
            for message in messages(language)
            for english, said in zip(texts(message.id), texts(message.string), strict=True)
            if (english[0] == " ", english[-1] in ":,") != (said[0] == " ", said[-1] in ":,")
        ]
        # In Spanish the range stands behind a colon.
        assert [pair for pair in wrong if "%(interval)s" not in pair[0]] == []

    def test_compiled_is_what_stands_in_the_text(self, language: str) -> None:
        compiled = io.BytesIO()
        write_mo(compiled, catalogue(language))
        stored = (TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").read_bytes()
        assert stored == compiled.getvalue(), "run `make languages`"


def test_a_sentence_that_is_not_in_the_catalogue_would_be_found(gathered: set[_Id]) -> None:
    assert "Read a note" in gathered, "of a template"
    assert "The form held something that no page put there." in gathered, "of code"
    assert "Who holds the power" in gathered, "of the knowledge"
    assert ("%(num)s note", "%(num)s notes") in gathered
    assert "Read the note at once" not in gathered


def test_spanish_speaks_to_the_reader_as_usted() -> None:
    familiar = re.compile(r"\b(tú|tu|tus|tuyo|tuya|vos|vuestr\w+|vosotros|puedes|tienes)\b", re.I)
    said = [text for message in messages("es") for text in texts(message.string)]
    assert [text for text in said if familiar.search(text)] == []
    assert familiar.search("Lee tu nota")


SAYS: Final = re.compile(r'\bsay\("([^"]*)"\)')
SCRIPTS: Final = ROOT / "webapp" / "static"


def test_scripts_say_nothing_that_the_page_does_not_bring_along() -> None:
    known = set(scripts._SAID)
    said = {text for file in SCRIPTS.glob("*.js") for text in SAYS.findall(file.read_text("utf-8"))}
    advice = set(re.findall(r'"([^"]{20,})"', (SCRIPTS / "middle_advice.js").read_text("utf-8")))
    assert said and advice
    assert said | advice == known


class TestWhatTheReaderSays:
    """Sentences of `inference` are known by their wording, so that a changed one is found here."""

    @pytest.mark.parametrize("text", ["", " ", "a" * 20_001, "a\0b", "\x01\x02", "12 34"])
    def test_notes_that_are_not_read(self, text: str) -> None:
        with pytest.raises(NoteError) as raised:
            check(text)
        assert known(str(raised.value))

    @pytest.mark.parametrize(
        "text",
        [
            "Le ofrecimos una cama para esta noche y dijo que no la quiere por las puertas.",
            "No answer.",
            "The weather is fine today and the corridor has been quiet since the morning came.",
        ],
    )
    def test_notes_that_say_too_little(self, text: str) -> None:
        class Of:
            def __init__(self, text: str) -> None:
                self.text = text

        class NoStyle:
            from_text = None

        enough: Any = enough_to_go_on
        said = enough(Of(text), (), NoStyle(), (), ())
        assert not said.answer and known(said.reason)

    @pytest.mark.parametrize("support", labels.SUPPORT)
    def test_support(self, support: str) -> None:
        assert known(support)

    @pytest.mark.parametrize(
        "change",
        [
            {"referrals": [{"service": " ", "willingness": "wants"}]},
            {"referrals": [{"service": "x", "willingness": "perhaps"}]},
            {"referrals": [{"service": "x" * 2_000, "willingness": "wants"}]},
            {"referrals": [{"service": "x", "willingness": "wants", "lowers": 3}]},
            {"harms": ["a"] * 9},
            {"client_goal": "a\0b"},
        ],
    )
    def test_plans_that_cannot_be_used(self, change: dict[str, Any]) -> None:
        with pytest.raises(PlanError) as raised:
            PlanDraft.from_dict(change)
        assert known(raised.value.message)

    def test_what_to_do_about_a_danger_in_a_plan(self, client: FlaskClient) -> None:
        risk = load_clinical().risk("exposure")
        in_plan = risk.message.removeprefix("Pause the formulation. ")
        assert in_plan != risk.message
        with client.application.test_request_context("/", headers={"Accept-Language": "es"}):
            client.application.preprocess_request()
            assert again(in_plan).startswith("Siga ahora el procedimiento")
            assert again(risk.message).startswith("Detenga la formulación. Siga ahora")
        assert again(in_plan) == in_plan

    def test_what_is_not_known_stays(self) -> None:
        assert again("Something else altogether.") == "Something else altogether."


def known(sentence: str) -> bool:
    return any(re.fullmatch(_pattern(each), sentence, re.DOTALL) for each in _SENTENCES)
