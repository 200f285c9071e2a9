// What to look at again in a middle statement: where it takes charge, threatens, judges or gives in.

const ANYWHERE = [
  [
    /\b(or else|otherwise|unless you|if you (don['’]t|do not|won['’]t|keep|carry on)|last (chance|warning))\b/i,
    "This may be heard as a threat. Could they say no to it and lose nothing?",
  ],
  [
    /\b(bann?(ed)?|barred|evict(ed)?|kicked out|police|security|close your case|lose your (bed|place|room|spot))\b/i,
    "A consequence has its own place, said plainly and by your service’s rules. Here it turns a request into a threat.",
  ],
  [
    /\byou (have|need|ought|are required) to\b|\byou (must|should)\b|\byou['’]d better\b|\bcalm down\b/i,
    "This takes charge. What would it sound like as an offer or a question?",
  ],
  [
    /\b(whatever you (want|say|like)|never ?mind|forget (it|I said)|it doesn['’]t matter|I['’]m probably wrong)\b/i,
    "This gives in. What did you want to say before you took it back?",
  ],
  [
    /\byou['’]?(re| are| were)? ?(being |so |just )*(aggressive|rude|abusive|manipulative|disrespectful|childish|difficult|lazy|resistant|impossible)\b/i,
    "This judges the person. What would a camera have seen?",
  ],
];

const IN_PART = {
  impact: [
    [/^(?!\s*(I|when|it)\b)/i, "Begin with “I”: this part is about you."],
    [
      /\byou (make|made|are making|['’]re making) me\b/i,
      "“You make me” puts the cause in them. Try “I find it hard to ...”.",
    ],
  ],
  behaviour: [
    [
      /\b(always|never|every time|constantly|all the time)\b/i,
      "One specific thing that happened is easier to hear than “always” or “never”.",
    ],
  ],
  request: [
    [/^(?![^]*\?)/, "Ask it as a question, about one small step."],
  ],
};

/** Lines of advice for the parts typed so far: `{offer, impact, behaviour, request}`, empty where not. */
export function advise(texts) {
  const all = Object.values(texts).join("\n");
  const lines = ANYWHERE.filter(([pattern]) => pattern.test(all)).map(([, line]) => line);
  for (const [part, rules] of Object.entries(IN_PART)) {
    if (!texts[part]) continue;
    lines.push(...rules.filter(([pattern]) => pattern.test(texts[part])).map(([, line]) => line));
  }
  return lines;
}
