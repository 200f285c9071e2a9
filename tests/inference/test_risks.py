"""Risks: what is seen, with which status, and what is left alone."""

from __future__ import annotations

import pytest
from spacy.language import Language

from inference.labels import RISK_STATUSES, RISKS
from inference.pipeline import read_note
from inference.risks import find_risks, said_plainly


def kinds(nlp: Language, text: str) -> set[tuple[str, str]]:
    return {(risk.kind, risk.status) for risk in find_risks(read_note(nlp, text))}


CURRENT = [
    ("suicide", "Says he'd be better off dead and has written to his daughter."),
    ("suicide", "Passive SI most nights, no plan."),
    ("suicide", "She has been stockpiling her tablets."),
    ("suicide", "Gave away his guitar and his dog this morning."),
    ("suicide", "he wished he were dead"),
    ("suicide", "Won't be here by Friday, she said, and laughed."),
    ("suicide", "Found on the wrong side of the barrier at the multi-storey."),
    ("suicide", "Pt endorses SI with plan to overdose."),
    ("suicide", "He reckons he'll top himself if the flat goes."),
    ("suicide", "Feels everyone would be better off without her."),
    ("suicide", "Fresh cuts on her left forearm."),
    ("harm_to_others", "Told the desk he will stab the lad in room four."),
    ("harm_to_others", "Punched another resident in the breakfast queue."),
    ("harm_to_others", "Said he knows where I park."),
    ("harm_to_others", "Endorses homicidal ideation toward his uncle."),
    ("harm_to_others", "Carries a machete under his coat."),
    ("harm_to_others", "He set fire to his mattress last night."),
    ("harmed_by_others", "He grabbed her arm on Friday."),
    ("harmed_by_others", "Her boyfriend holds her passport and won't let her out."),
    ("harmed_by_others", "Dealers are using his flat to sell from."),
    ("harmed_by_others", "Scared to go back because he will be waiting."),
    ("harmed_by_others", "Bruises on both wrists, would not say how."),
    ("child_safety", "She left the baby alone in the car."),
    ("child_safety", "The kids have had no food since Sunday."),
    ("child_safety", "His stepson has belt marks on his legs."),
    ("child_safety", "Eight weeks pregnant and using heroin daily."),
    ("overdose_withdrawal", "Lips were blue and we could not wake him."),
    ("overdose_withdrawal", "Her hands shake of a morning until she has a drink."),
    ("overdose_withdrawal", "CIWA 14, sweating, sees spiders."),
    ("overdose_withdrawal", "He uses alone in a locked toilet."),
    ("medical_emergency", "Chest pain since noon, grey and clammy."),
    ("medical_emergency", "She is out of insulin and very thirsty."),
    ("medical_emergency", "Two toes have gone black and smell."),
    ("medical_emergency", "Missed dialysis twice, ankles swollen."),
    ("medical_emergency", "Refused the ambulance although he was coughing up blood."),
    ("exposure", "Asleep in a doorway, frost forecast, bedding wet through."),
    ("exposure", "It is 102 degrees and there is no shade on the lot."),
    ("exposure", "Fingers numb, tent soaked."),
    ("grave_disability", "Has not eaten for four days because the food is poisoned."),
    ("grave_disability", "Gas left on again, she cannot look after herself."),
    ("grave_disability", "Found in soiled clothes, lost two stone since May."),
    ("suicide", "She won't be a bother after Sunday, she says."),
    ("suicide", "Asked me how deep the canal is."),
    ("suicide", "He asked who'd have the cat."),
    ("harm_to_others", "Somebody's gonna bleed if the city tows the van."),
    ("harm_to_others", "He has a list of names in his coat."),
    ("harmed_by_others", "A man in a black car sits outside her work most nights."),
    ("harmed_by_others", "The loan sharks came again and splashed paint on the door."),
    ("child_safety", "The boy has bruises in the shape of a hand."),
    ("child_safety", "She sleeps in the van with the two girls."),
    ("overdose_withdrawal", "Sniffs glue behind the market again."),
    ("overdose_withdrawal", "The needle was still in his arm."),
    ("medical_emergency", "He's gone the colour of mustard."),
    ("medical_emergency", "Nothing has stayed down since Friday."),
    ("exposure", "She sleeps on cardboard by the loading dock."),
    ("exposure", "Bedding soaked, nothing dry left."),
    ("grave_disability", "The stove has not been lit since Easter and he lives on crackers."),
    ("grave_disability", "Two spoonfuls a day, and the trays are stacked unopened."),
    ("suicide", "He has a rope round the beam in the garage."),
    ("suicide", "Each evening she thinks about letting go of the wheel."),
    ("suicide", "You'll be rid of me soon, she said."),
    ("harm_to_others", "I'll put someone through a window, he said."),
    ("harm_to_others", "If the landlord comes round here again he'll stab him."),
    ("harm_to_others", "He sits in the car park watching her car."),
    ("harm_to_others", "He knows where the judge's kids go to school."),
    ("harm_to_others", "His brother says he threatened to stab the porter."),
    ("harm_to_others", "He punched another resident when she said no."),
    ("harmed_by_others", "She isn't allowed out without him."),
    ("harmed_by_others", "He gets a beating when he is short."),
    ("harmed_by_others", "Her brother says she is being hit by her husband."),
    ("child_safety", "The four-year-old lets himself out at night."),
    ("overdose_withdrawal", "It took two sprays to bring her round."),
    ("medical_emergency", "He went stiff and jerked on the floor."),
    ("medical_emergency", "Chest pain again, worse than last winter."),
    ("medical_emergency", "Hot and shivering in bed, the cellulitis has not cleared."),
    ("exposure", "In slippers on the step and it is blowing snow."),
    ("exposure", "Asleep in the snow, like last winter."),
    ("grave_disability", "She has not eaten for four days and would not say why."),
    ("grave_disability", "Not eaten since Friday and has no phone."),
]


@pytest.mark.parametrize(("kind", "text"), CURRENT)
def test_a_current_risk_is_seen(nlp: Language, kind: str, text: str) -> None:
    assert (kind, "current") in kinds(nlp, text)


STATUSES = [
    ("suicide", "denied", "Denies SI."),
    ("suicide", "denied", "SI: denied"),
    ("suicide", "denied", "No evidence of suicidal ideation."),
    ("suicide", "denied", "Suicidal thoughts: none."),
    ("suicide", "denied", "Asked about self-harm, she said no."),
    ("suicide", "denied", "W: Any thoughts of suicide?\nC: No."),
    ("suicide", "past", "Hx of overdose attempts, last in 2015."),
    ("suicide", "past", "He tried to hang himself as a teenager."),
    ("suicide", "past", "No self-harm since March."),
    ("suicide", "other_person", "Her sister took an overdose of tablets in the spring."),
    ("suicide", "other_person", "He lost his brother to suicide."),
    ("suicide", "hypothetical", "Need to ask re SI."),
    ("suicide", "hypothetical", "Safety plan in case the suicidal thoughts come back."),
    ("suicide", "current", "Said if they make me go I'll jump."),
    ("suicide", "current", "I can't say he isn't thinking of suicide."),
    ("harm_to_others", "denied", "Denies SI/HI."),
    ("harm_to_others", "denied", "Threats: none."),
    ("harm_to_others", "denied", "No thoughts of hurting anyone."),
    ("harm_to_others", "past", "Six years for robbery."),
    ("harm_to_others", "current", "If he comes back I'm going to kill him, she told us."),
    ("harmed_by_others", "denied", "DV: no, asked alone."),
    ("harmed_by_others", "past", "Her stepfather beat her when she was nine."),
    ("harmed_by_others", "past", "Robbed of his boots at the station in June."),
    ("harmed_by_others", "past", "Restraining order against him runs to May."),
    ("harmed_by_others", "current", "He hit her last night."),
    ("child_safety", "denied", "No concerns about the children."),
    ("child_safety", "denied", "Baby seen, clean and smiling."),
    ("child_safety", "past", "Two children removed in 2019."),
    ("overdose_withdrawal", "denied", "No withdrawal signs today."),
    ("overdose_withdrawal", "past", "OD'd in 2021, found by a friend."),
    ("overdose_withdrawal", "past", "No overdose since the one at Easter."),
    ("overdose_withdrawal", "hypothetical", "If he uses on top tonight there's an overdose risk."),
    ("overdose_withdrawal", "other_person", "Her brother overdosed in the camp."),
    ("medical_emergency", "hypothetical", "Told her A&E if she gets a fever."),
    ("medical_emergency", "other_person", "His mother has had a stroke."),
    ("exposure", "hypothetical", "Heat advisory tomorrow, water left."),
    ("exposure", "other_person", "I had wet socks and was cold the whole way back."),
    ("exposure", "current", "I found him in wet clothes by the bins."),
    ("grave_disability", "denied", "There is food in and no sign of self-neglect."),
    ("suicide", "denied", "Self-harm risk: none disclosed."),
    ("suicide", "denied", "No thoughts of harming self."),
    ("suicide", "denied", "No risk of self-injury."),
    ("suicide", "past", "Self-harm in adolescence only."),
    ("suicide", "past", "No suicide watch in 26 months."),
    ("harm_to_others", "denied", "Not a danger to others."),
    ("harmed_by_others", "past", "Held by militia for a year in 2016."),
    ("harmed_by_others", "other_person", "One of the girls was beaten up by a customer."),
    ("child_safety", "denied", "The twins are well and clean."),
    ("medical_emergency", "past", "Hip fracture in March, pinned."),
    ("medical_emergency", "hypothetical", "Heavy bleeding, come straight in."),
    ("suicide", "other_person", "Her sister has tried to kill herself."),
    ("harm_to_others", "other_person", "His brother has threatened to stab the porter."),
    ("suicide", "hypothetical", "If the bad thoughts ever come back he would ring his sister."),
    ("harm_to_others", "denied", "Asked about hurting anyone, he said no."),
    ("harmed_by_others", "past", "He hit her when she said no."),
    ("medical_emergency", "past", "Medically fit since the cellulitis cleared."),
    ("medical_emergency", "past", "Chest pain, last winter."),
    ("exposure", "other_person", "The lads at the arches are out in the snow tonight."),
]


@pytest.mark.parametrize(("kind", "status", "text"), STATUSES)
def test_status(nlp: Language, kind: str, status: str, text: str) -> None:
    assert {found for found in kinds(nlp, text) if found[0] == kind} == {(kind, status)}


HARMLESS = [
    "We were killing time until the bus came.",
    "His phone is dead and so is the charger.",
    "She had her flu shot and a biscuit.",
    "They hang out by the fountain on Thursdays.",
    "An overdose of sugar, she called the cake.",
    "He jumped the turnstile and got a fine.",
    "The queue is killing me, said the volunteer.",
    "He ended it with his girlfriend over the summer.",
    "She crashed at her cousin's on Saturday.",
    "He is dying for a smoke.",
    "I could murder a cup of tea.",
    "Cut his own hair and it looks well.",
    "She beat him at chess twice.",
    "It struck me as a fair point.",
    "He hit the road early.",
    "We shook hands at the door.",
    "My hands were shaking when I wrote this up.",
    "Relapse prevention group on Monday.",
    "Bed at the withdrawal unit came up.",
    "He topped up the gas meter.",
    "The table collapsed under the files.",
    "A stroke of luck with the flat.",
    "He is medically fit for discharge.",
    "Bloody hell, she said, a lift.",
    "Blood pressure 128/80.",
    "His account was frozen in May.",
    "She froze at the desk when asked.",
    "Seen at drop-in, 54F, cheerful.",
    "We are snowed under this week.",
    "He would not eat in the canteen with the others.",
    "I'm starving, he joked, and ate two plates.",
    "She walks with a stick since the hip.",
    "Bread knife and a tin opener for the new kitchen.",
    "Fire drill at ten, all out and back in.",
    "He threatened to complain to the council.",
    "Her son saw the doctor about his ears.",
    "She takes the kids to school at nine.",
    "Longstanding alcohol abuse.",
    "Had a panic attack on the bus.",
    "She has her card and her keys on her.",
    "High street branch, second floor.",
    "SI joint is sore on the left.",
    "He took his tablets with breakfast as usual.",
    "Third attempt to reach him by phone.",
    "It fell through at the last minute.",
    "She walks with one stick and has bought a second.",
    "It struck me how tidy the room was.",
    "He is waiting at the coach terminal.",
    "We sat down over tea.",
    "She bleeds her own radiators.",
    "The poor girl froze with her mouth open.",
    "His withdrawal from the bowling league was noticed.",
    "He can't stand the noise.",
    "Rent is paid, kitchen is clean, he sang.",
    "She isn't going to die in a home, she says.",
    "He does not want to die in a hospital.",
    "It's freezing in your office, she joked.",
    "She is in withdrawal since her phone broke.",
    "He nearly had a heart attack when he saw the bill.",
    "He put the letter through the door.",
    "She found out which bus goes to the clinic.",
    "She lets herself out by the side door.",
    "It hit her when she saw the empty room.",
    "The window was rattling in the wind.",
    "",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_are_no_risk(nlp: Language, text: str) -> None:
    assert kinds(nlp, text) == set()


@pytest.mark.parametrize(
    "text", ["Hot and shivering in bed.", "Shivering with a temperature of 39."]
)
def test_a_fever_is_no_cold(nlp: Language, text: str) -> None:
    assert "exposure" not in {kind for kind, _ in kinds(nlp, text)}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It took two sprays to bring him round.", True),
        ("He went stiff and jerked on the floor.", True),
        ("He has chest pain.", False),
    ],
)
def test_plain_words_are_told_from_others(nlp: Language, text: str, plain: bool) -> None:
    assert [said_plainly(risk) for risk in find_risks(read_note(nlp, text))] == [plain]


def test_a_denial_does_not_hide_what_is_affirmed(nlp: Language) -> None:
    found = kinds(nlp, "Denies SI but gave away his dog and his tools this morning.")
    assert {("suicide", "denied"), ("suicide", "current")} <= found


def test_mentions_of_one_kind_and_status_are_one_risk(nlp: Language) -> None:
    text = "Denies SI. Later again: no thoughts of suicide. No plan to hurt himself."
    [risk] = find_risks(read_note(nlp, text))
    assert (risk.kind, risk.status) == ("suicide", "denied")
    assert len(risk.evidence) == 3


def test_risks_stand_in_the_order_of_the_labels(nlp: Language) -> None:
    text = "No food in for days. Chest pain. No HI. Denies SI, but took an overdose in 2010."
    found = [(risk.kind, risk.status) for risk in find_risks(read_note(nlp, text))]
    assert found == sorted(
        found, key=lambda pair: (RISKS.index(pair[0]), RISK_STATUSES.index(pair[1]))
    )


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("She made tea. Says he’d be better off dead, and meant it. Rain.", "better off dead"),
        ("SI: denied\nPlan: call Monday", "SI: denied"),
        ("Él dijo: no más. Chest pain  since\tnoon; told EMS.", "Chest pain"),
        ("İstanbul-born, 40. Wants to die. Émile knows.", "Wants to die"),
    ],
)
def test_quotes_are_the_notes_words_at_their_place(nlp: Language, text: str, quote: str) -> None:
    quotes = [q for risk in find_risks(read_note(nlp, text)) for q in risk.evidence]
    assert all(text[q.start : q.end] == q.text and q.text == q.text.strip() for q in quotes)
    assert any(quote in q.text for q in quotes)
    assert all(len(q.text) < len(text) for q in quotes)


def test_a_relative_who_hurts_the_client_is_not_the_one_at_risk(nlp: Language) -> None:
    assert ("harmed_by_others", "other_person") not in kinds(nlp, "Her husband beats her.")
    assert "harmed_by_others" in {kind for kind, _ in kinds(nlp, "Her husband beats her.")}
