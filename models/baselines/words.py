"""Word lists of the keyword baseline, one per label.

Written in one go from the words of the codebook and from what a colleague would think of next to
them; not changed after looking at any result. Phrases stand between commas; an ending `*` stands
for any further letters.
"""

from __future__ import annotations

from typing import Final

BARRIERS: Final[dict[str, str]] = {
    "coercion_sensitivity": (
        "forced to, make me, making me, can't make, cannot make, coerc*, pressur*, mandat*, "
        "locked door*, locked in, locked ward, locked unit, trapped, cornered, restrain*, "
        "strapped, handcuff*, involuntar*, sectioned, court order*, court-ordered, no choice, "
        "being told, told what to do, being watched, being controlled, pat down, pat-down, "
        "searched, search his, search her, touched him, touched her, flinch*, backed away, "
        "backed toward*, closed the door, shut the door, near the door, by the door, "
        "walked out, shut down, stopped talking, they took my kids, children removed"
    ),
    "confusion": (
        "confus*, mixed up, misunderst*, misread*, disorgani*, disorient*, paranoi*, delusion*, "
        "plot, poison*, FBI, CIA, spying, implant*, microchip*, wrong day, wrong date, "
        "wrong office, wrong building, wrong bus, cannot read, can't read, couldn't read, "
        "interpreter, brain injury, TBI, dementia, cognitive*, doesn't understand, "
        "didn't understand, did not understand, not sure what day, thought we were, thought I was, "
        "thought it was, thinks we are, thinks I am, believes the, convinced that, tangential, "
        "lost track"
    ),
    "street_community": (
        "street family, camp, encampment, tent city, my people, his people, her people, "
        "under the bridge, under the overpass, the guys, the crew, look out for each other, "
        "watch each other, watches out for, watch over, belong*, lonely, too quiet, "
        "back to the street*, back outside, went back to, rather be outside, my corner, "
        "nobody in there, the boys, leave them behind, street brother*, street mom"
    ),
    "power_dynamics": (
        "threat*, demand*, shout*, yell*, scream*, ultimatum*, ordered, ordering, "
        "get you fired, have your job, your supervisor, my lawyer, sue, boss, yes sir, yes ma'am, "
        "whatever you say, whatever you think, whatever you want, you decide, up to you, "
        "humiliat*, intimidat*, in charge, over my head, above me, you people, do as I say, "
        "who do you think, stood over, leaned over, pointed at, apologi*, agreed to everything, "
        "belittl*, mocked"
    ),
    "ambivalence": (
        "ambivalen*, part of me, part of him, part of her, on the one hand, on the other hand, "
        "know I should, knows he should, knows she should, torn, mixed feelings, not ready, "
        "not sure if, not sure he, not sure she, changed his mind, changed her mind, "
        "changed my mind, backed out, on the fence, back and forth, two minds, half of me, "
        "wants to but, want to but, but then, thinking about it, think about it, maybe next, "
        "scared to, pros and cons"
    ),
    "referral_as_rejection": (
        "done with me, pass me along, passed along, passes me, passed around, passing me, "
        "getting rid of, get rid of, giving up on, gave up on, give up on, handed off, "
        "handing me off, pushed out, abandon*, reject*, dumped, dumping, don't want me, "
        "doesn't want me, sending me away, sent away, everybody leaves, everyone leaves, "
        "someone else's problem, another worker, new worker, start over, kicking me out, "
        "too much for you, unwanted, discarded"
    ),
    "practical_obstacle": (
        "bus fare, fare, no phone, phone is off, phone was stolen, no ID, lost his ID, "
        "lost her ID, birth certificate, childcare, babysitter, waitlist, wait list, "
        "waiting list, no ride, no car, transport*, closed, office hours, curfew, shift, "
        "no pets, no dogs, his dog, her dog, can't afford, cannot afford, no money, too far, "
        "wheelchair, stairs, no beds, full, paperwork, stolen, storage, belongings, his stuff, "
        "her stuff, no address, on hold, hung up, expired, deposit, copay"
    ),
}

CONTROL: Final[dict[str, str]] = {
    "dominant": (
        "demand*, insist*, ordered, told me to, interrupt*, took over, shout*, yell*, threat*, "
        "instruct*, corrected me, in charge, argued"
    ),
    "submissive": (
        "whatever you say, whatever you think, sorry, apologi*, yes sir, yes ma'am, sir, nodded, "
        "agreed to everything, waited, gave up, looked down, quietly, up to you, you decide"
    ),
}
AFFILIATION: Final[dict[str, str]] = {
    "friendly": (
        "thank*, smil*, laugh*, jok*, warm, warmly, friendly, grinn*, hug, hugged, grateful, "
        "pleasant, cheerful, chatty, polite, glad"
    ),
    "hostile": (
        "angr*, swore, curs*, mock*, shout*, yell*, cold, coldly, glar*, slam*, suspicious*, "
        "sarcas*, hostile, stared, turned away, refused to speak, wouldn't speak, wouldn't look, "
        "threat*, rude"
    ),
}

REACTIONS: Final[dict[str, str]] = {
    "intimidated": "intimidat*, afraid of him, afraid of her, scared me, I felt small, I backed",
    "on_eggshells": "eggshells, careful what I, watching my words, tiptoe*, choosing my words",
    "pulled_to_take_charge": "take charge, take over, took over, do it for him, do it for her",
    "protective": "protective, rescue, take him home, take her home, worried about, I stayed late",
    "overwhelmed": "overwhelm*, too much for me, drained, exhausted, swamped",
    "frustrated": "frustrat*, annoy*, irritat*, fed up, lost my patience, I sighed, I snapped",
    "helpless": "helpless, didn't know what to, don't know what to, at a loss, nothing I could",
    "pushed_away": "pushed away, shut me out, dismissed me, unwelcome, shut out",
    "distanced": "bored, numb, zoned out, tuned out, hand this one, somebody else take",
    "guilty": "guilt*, feel bad, felt bad, I should have, feel terrible, felt terrible",
    "warmth": "I enjoy*, fond of, I like him, I like her, made my day, pleasure to, laughed with",
}

STRENGTHS: Final[dict[str, str]] = {
    "own_goal": "wants to, wants a, would like, hopes to, plans to, his goal, her goal, I want",
    "took_a_step": (
        "came back, asked for, asked about, asked if, signed up, called, showed up, on time, "
        "applied, attended, filled out, filled in, brought, kept his, kept her, completed"
    ),
    "support": (
        "his sister, her sister, his brother, her brother, his mother, her mother, his wife, "
        "her husband, his daughter, her daughter, his son, her son, his friend, her friend, "
        "his dog, her dog, sponsor, neighbor, neighbour, cousin, aunt, uncle, grandmother"
    ),
    "skill": (
        "worked as, used to work, works at, cook*, repair*, fixed, knows how, trained as, skill*, "
        "built, welder, carpenter, drives, certificate, plays, painted"
    ),
    "values": (
        "jok*, pray*, faith, church, mosque, temple, helps others, helped, gave his, gave her, "
        "dignity, pride, proud, shared, respect"
    ),
}

RISKS: Final[dict[str, str]] = {
    "suicide": (
        "SI, SI/HI, suicid*, kill himself, kill herself, kill myself, self-harm, self harm, "
        "end his life, end her life, end my life, want to die, wants to die, better off dead, "
        "overdose attempt, cut himself, cut herself, cutting"
    ),
    "harm_to_others": (
        "HI, SI/HI, homicid*, kill him, kill her, kill them, hurt someone, harm to others, "
        "punched, knife, weapon, gun, assaulted"
    ),
    "harmed_by_others": (
        "abus*, raped, assault*, hit her, hit him, beat her, beat him, domestic violence, DV, "
        "stalk*, traffick*, robbed, exploit*, bruise*"
    ),
    "child_safety": "child protect*, CPS, children alone, kids alone, child abuse, neglect*",
    "overdose_withdrawal": (
        "overdos*, OD, withdrawal*, narcan, naloxone, detox symptoms, the shakes, seizure*, DTs"
    ),
    "medical_emergency": (
        "chest pain, 911, ambulance, unconscious, bleeding, can't breathe, short of breath, "
        "stroke, collapsed, infected"
    ),
    "exposure": (
        "freezing, frostbit*, hypotherm*, below zero, heat wave, heat stroke, slept outside, "
        "sleeping outside, soaked"
    ),
    "grave_disability": (
        "not eating, hasn't eaten, not drinking, soiled, malnourish*, unable to care, "
        "not bathing, lost weight"
    ),
}
# Words in the same sentence that change a risk's status, first match first.
RISK_STATUSES: Final[dict[str, str]] = {
    "denied": "denies, denied, deny, no evidence of, no, none, without, negative for, not",
    "hypothetical": "if he, if she, if they, if I, might, could, worried that, in case",
    "other_person": (
        "his brother, her brother, his sister, her sister, his mother, her mother, his father, "
        "her father, his friend, her friend, roommate, neighbor, neighbour, cousin, uncle, aunt"
    ),
    "past": (
        "history of, hx, ago, last year, previous*, in the past, as a child, when he was, "
        "when she was, used to, years, prior, once"
    ),
}

PURPOSES: Final[dict[str, str]] = {
    "clarify_diagnosis": (
        "psychiatric evaluation, psych eval, psych evaluation, neuropsych*, memory clinic, "
        "diagnostic assessment, assessment, cognitive testing, evaluation"
    ),
    "manage_crisis": (
        "crisis team, mobile crisis, crisis line, crisis bed, ER, emergency room, 911, "
        "shelter bed, bed tonight, safe house, refuge, inpatient"
    ),
    "improve_circumstances": (
        "housing, voucher, section 8, apartment, SSI, SSDI, SNAP, benefits, food stamps, DMV, "
        "birth certificate, job program, job training, legal aid, employment, food bank, bus pass"
    ),
    "recommended_practice": (
        "detox, rehab, group, DBT, CBT, EMDR, therapy, therapist, counseling, counselling, "
        "AA meeting, NA meeting, methadone, suboxone, buprenorphine, treatment program, "
        "outpatient program, residential"
    ),
    "other": (
        "dentist, dental, podiatry, clinic, PCP, doctor, optometr*, eye exam, physical therapy, "
        "new worker, case manager, dietitian, nurse visit, X-ray"
    ),
}
# Words in the same sentence that say what came of a referral, first match first.
REFERRAL_STATUSES: Final[dict[str, str]] = {
    "declined": "declin*, refus*, turned down, said no, not interested, doesn't want, won't go",
    "not_followed_up": "missed, no-show*, no show*, didn't go, never went, did not go",
    "completed": "attended, went to, completed, kept, finished, saw the, graduated",
    "accepted": "agreed, agrees, signed up, scheduled, appt, appointment, accepted, will go",
    "needed": "needs, need, to refer, will refer, should, look into, ask about, follow up",
}
