"""The straight line from a note's text to its formulation."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from spacy.language import Language

from . import intake
from .artefacts import load_artefact
from .client_talk import TalkQuote, find_client_talk
from .encoder import Encoder, cores
from .enough import enough_to_go_on
from .errors import NoteError
from .formulation import (
    Formulation,
    Hypothesis,
    Provenance,
    Reaction,
    Strength,
)
from .heads import Heads, Scores
from .hypotheses import hypotheses
from .judged import apart_from_a_no, apart_from_danger, judged_referrals, judged_risks
from .knowledge.clinical import Clinical, load_clinical
from .knowledge.folding import knowledge_version, with_overlay
from .knowledge.overlay import read_overlay
from .knowledge.phrases import referral_phrases, risk_phrases
from .labels import (
    AFFILIATION,
    BARRIERS,
    CONTROL,
    REACTIONS,
    REFERRAL_STATUSES,
    RISK_STATUSES,
    STRENGTHS,
)
from .locations import artefacts_folder, from_environment
from .own_words import OwnWords, look_at_own_words
from .pipeline import build_nlp, read_note
from .quotes import quotes_for
from .reads import Read, prepare
from .settings import Settings
from .stances import choose_stances
from .stored import Model
from .style import read_style
from .version import code_version
from .vocabulary import GIST_LABELS, NOTE_LABELS, TAGS

# What each artefact gives out; an artefact with other labels is refused.
OUTPUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "evidence": TAGS,
    "gist": GIST_LABELS,
    "words": NOTE_LABELS,
    "barriers": BARRIERS,
    "reactions": REACTIONS,
    "strengths": STRENGTHS,
    "risks": RISK_STATUSES,
    "referrals": REFERRAL_STATUSES,
    "style": (*CONTROL, *AFFILIATION),
}


class Reader:
    """Reads notes; made by `load_reader`, kept for as long as there are notes to read.

    It keeps nothing of a note. `clinical` is the knowledge that its words come from.
    """

    def __init__(
        self,
        nlp: Language,
        encoder: Encoder,
        heads: Heads,
        settings: Settings,
        clinical: Clinical,
        provenance: Provenance,
    ) -> None:
        self._nlp = nlp
        self._encoder = encoder
        self._heads = heads
        self._settings = settings
        self.clinical = clinical
        self.provenance = provenance

    def read(self, text: str, *, id: str | None = None, felt: Sequence[str] = ()) -> Formulation:
        """The formulation of one note.

        Parameters
        ----------
        text
            The note as it was written, up to `intake.LONGEST` characters.
        id
            The caller's own name for it, given back unchanged.
        felt
            Kinds of `labels.REACTIONS` that the worker ticked about this contact; they move the
            reaction-based estimate of style and nothing else.

        Raises
        ------
        NoteError
            The text is empty, too long or no text, or `felt` names an unknown reaction.
        """
        return self._read(text, id, felt)[1]

    def read_with_talk(
        self, text: str, *, felt: Sequence[str] = ()
    ) -> tuple[Formulation, tuple[TalkQuote, ...]]:
        """What `read` and `client_talk` give, for the price of one reading.

        Raises
        ------
        NoteError
            As `read`.
        """
        read, formulation = self._read(text, None, felt)
        return formulation, find_client_talk(read.reading, read.risks)

    def _read(self, text: str, id: str | None, felt: Sequence[str]) -> tuple[Read, Formulation]:
        if unknown := sorted(set(felt) - set(REACTIONS)):
            raise NoteError(
                "unknown_reaction", f"Unknown reactions {unknown}; known are {list(REACTIONS)}."
            )
        intake.check(text)
        (read,) = prepare(self._nlp, self._encoder, [text])
        return read, self._formulate(read, id, felt)

    def own_words(self, text: str) -> OwnWords:
        """Words of the note that its writer may want to look at again; for the writer's eyes only.

        Raises
        ------
        NoteError
            The text is empty, too long or no text.
        """
        intake.check(text)
        return look_at_own_words(read_note(self._nlp, text))

    def client_talk(self, text: str) -> tuple[TalkQuote, ...]:
        """What the note or transcript has the client say for a change, and for no change.

        Raises
        ------
        NoteError
            As `read`.
        """
        intake.check(text)
        return find_client_talk(read_note(self._nlp, text))

    def read_many(self, texts: Iterable[str]) -> Iterator[Formulation | NoteError]:
        """Formulations of many notes, in order and in constant memory; errors take a note's place.

        The encoder is a few notes ahead of the rules and the heads, so that a note costs less than
        with `read`.
        """
        verdicts: deque[NoteError | None] = deque()

        def fine() -> Iterator[str]:
            for text in texts:
                verdicts.append(_refusal(text))
                if verdicts[-1] is None:
                    yield text

        with closing(prepare(self._nlp, self._encoder, fine())) as reads:
            for read in reads:
                while refused := verdicts.popleft():
                    yield refused
                yield self._formulate(read, None, ())
        yield from filter(None, verdicts)

    def _formulate(self, read: Read, id: str | None, felt: Sequence[str]) -> Formulation:
        (scores,) = self._heads.score_many([read.features])
        formulation = formulate(
            read, scores, settings=self._settings, clinical=self.clinical, felt=felt
        )
        return replace(formulation, id=id, provenance=self.provenance)


def formulate(
    read: Read,
    scores: Scores,
    *,
    settings: Settings,
    clinical: Clinical,
    felt: Sequence[str] = (),
) -> Formulation:
    """Scores and rules into a formulation; the only place that states what follows from what."""
    reading, features = read.reading, read.features
    risks = judged_risks(read.risks, features, scores, settings)
    referrals = judged_referrals(read.referrals, features, scores, settings)
    reactions = tuple(
        Reaction(kind, quotes_for(features, scores, kind, reach=settings.quote[kind]))
        for kind in REACTIONS
        if scores.yes_no[kind] >= settings.show[kind]
    )
    strengths = apart_from_danger(
        (
            Strength(kind, quotes_for(features, scores, kind, reach=settings.quote[kind]))
            for kind in STRENGTHS
            if scores.yes_no[kind] >= settings.show[kind]
        ),
        risks,
    )
    strengths = apart_from_a_no(strengths, referrals)
    style = read_style(
        scores,
        quotes_for(features, scores, "style", reach=settings.quote["style"]),
        [*(reaction.kind for reaction in reactions), *felt],
        clinical,
        [quote for risk in risks for quote in risk.evidence],
    )
    readings: tuple[Hypothesis, ...] = hypotheses(features, scores, settings, clinical)
    enough = enough_to_go_on(reading, readings, style, strengths, referrals)
    if not enough.answer:
        readings = ()
    stances = (
        choose_stances(
            hypotheses=readings, style=style, risks=risks, strengths=strengths, clinical=clinical
        )
        if enough.answer
        else ()
    )
    return Formulation(
        id=None,
        enough=enough,
        risks=risks,
        hypotheses=readings,
        scores={barrier: round(scores.yes_no[barrier], 4) for barrier in BARRIERS},
        style=style,
        reactions=reactions,
        strengths=strengths,
        referrals=referrals,
        stances=stances,
        provenance=Provenance("", {}, ""),
    )


def load_reader(
    *,
    artefacts: Path | None = None,
    encoder: Path | None = None,
    language_model: Path | None = None,
    overlay: Path | None = None,
    warm: bool = True,
    threads: int = 0,
) -> Reader:
    """Load everything once; takes about two seconds.

    Half a second of it goes into the search expressions for risks and referrals. Who wants one note
    read and no more can leave out that part (`warm=False`): expressions are then compiled when a
    note first meets them, a quarter of them for the first note. The encoder takes `threads` cores,
    0 for all but the one that the rules work on beside it; one for each reader is fastest where as
    many readers work as there are cores.
    `overlay` is a file of the site's own (`knowledge.overlay`), which the provenance then names.

    Paths left out come from the settings `MIDDLEGROUND_ARTEFACTS`, `MIDDLEGROUND_ENCODER` and
    `MIDDLEGROUND_LANGUAGE_MODEL` of the environment, else from the installed packages.

    Raises
    ------
    ArtefactError
        An artefact, the encoder or the language model is missing or does not fit.
    KnowledgeError
        A knowledge file or the overlay breaks its schema.
    """
    laid_over = read_overlay(overlay) if overlay else None
    folder = artefacts_folder(artefacts)
    with ThreadPoolExecutor(1) as beside:
        place = encoder or from_environment("MIDDLEGROUND_ENCODER") or folder / "encoder"
        opening = beside.submit(Encoder.open, place, threads=threads or max(1, cores() - 1))
        nlp = build_nlp(language_model or from_environment("MIDDLEGROUND_LANGUAGE_MODEL"))
        # Kept by their modules; read here, so that the first note finds them there.
        phrases = risk_phrases(), referral_phrases()
        if warm:
            for each in phrases:
                each.compile()
    used = opening.result()
    identity = used.digest()
    models: dict[str, Model] = {}
    hashes: dict[str, str] = {}
    settings: dict[str, float] = {}
    for name, labels in OUTPUTS.items():
        manifest, models[name] = load_artefact(folder / name, labels=labels, encoder=identity)
        hashes[name] = manifest.sha256
        settings |= manifest.settings
    return Reader(
        nlp,
        used,
        Heads(models),
        Settings.from_manifests(settings),
        with_overlay(load_clinical(), laid_over),
        Provenance(code_version(), {"encoder": identity, **hashes}, knowledge_version(laid_over)),
    )


def _refusal(text: str) -> NoteError | None:
    try:
        intake.check(text)
    except NoteError as error:
        return error
    return None
