//! The generator's words and sentences: a slot and what may stand in it. `{slot}` is filled from
//! this table, `{Slot}` with a capital; what the writer fills itself is in `writer.rs`.

pub(super) const SLOTS: &[(&str, &[&str])] = &[
    // What is claimed, as a clause that can follow "that".
    ("claim", &[
        "{thing} {would} {act}", "{thing} {would} {act}", "{thing} {would} {act} {when}",
        "{people} {would} {act} {when}", "{thing} {had} {done} {when}", "{people} {had} {done}",
        "{thing} was {quality}", "{thing} was {quality} and {would} {act}", "{org} {had} {done} {when}",
        "{thing}, which {had} {done} {when}, {would} {act}", "there was no {evidence} that {thing} {had} {done}",
        "{number} people {had} been {harmed} {where}", "the {cost} {would} reach {amount} by {year}",
        "{people} {would} {act} unless {thing} {had} {done}", "it {would} take {count} {units} to {do} {thing}",
        "{someone} {had} {done} without telling {people}", "{org} {would} {act} if {thing} {would} {act}",
        "what {people} wanted was {quality}", "{thing} in {place} was more {quality} than {thing} in {place}",
        "{people} who {had} {done} {would} {act}", "{thing} and {thing} {would} {act} together",
    ]),
    // The same as people speak.
    ("talk", &[
        "we {will} {act}", "we {will} {act} {when}", "{people} deserve better than {thing}", "this is {quality}",
        "I have never seen {thing} this {quality}", "it is not about {thing}, it is about {people}",
        "nobody told us that {claim}", "you cannot {do} {thing} and then {act}", "what I saw {where} was {quality}",
        "we {will} not {do} {thing} until {people} {act}", "my {kin} {had} {done} and I {will} {act}",
        "if {thing} is {quality}, then {people} {will} {act}", "we are talking about {amount} here",
        "I don’t think {thing} is {quality}", "there are {number} families {where} and they have nothing",
        "{thing} was {quality} long before {people} {had} {done}", "it’s {quality}, it’s {quality}, and it {would} {act}",
        "the {cost} is {amount} and it {would} {act}", "we’ve got to {do} {thing}", "they say that {claim}, but I’m not sure",
        "let us {do} {thing} and see what happens", "there’s no way {thing} {would} {act}", "that is how {people} {act}",
        "we were promised {thing}, and what we got was {thing}", "we heard that {claim}",
    ]),
    ("bit", &[
        "{quality}", "{quality}", "deeply {quality}", "a {noun} for {people}", "a {quality} {noun}", "the {noun} of our time",
        "not only {quality} but {quality}", "a {noun}, not a {noun}", "{quality} and {quality}", "a matter of {noun}",
    ]),
    ("thing", &[
        "the {kind} {plan}", "the {plan}", "the {plan} on {topic}", "the {kind} {plan} for {place}", "{topic}", "the {topic} {plan}",
        "the {building} in {place}", "the {building}", "a {kind} {plan}", "the {noun} over {topic}", "the {number}-page {paper}",
        "any {plan} on {topic}", "the latest {plan}", "the {building} near {place}", "the city’s {topic} {plan}",
    ]),
    ("kind", &[
        "new", "old", "revised", "draft", "interim", "emergency", "regional", "national", "joint", "three-year", "disputed",
        "unpopular", "long-delayed", "federal", "municipal", "bipartisan", "secret", "voluntary", "costly", "temporary",
    ]),
    ("plan", &[
        "plan", "proposal", "bill", "budget", "inquiry", "treaty", "scheme", "programme", "contract", "strike", "tax", "merger",
        "election", "ruling", "vote", "reform", "ban", "levy", "subsidy", "agreement", "lawsuit", "investigation", "offer",
        "campaign", "audit", "review", "deal", "decision", "deadline", "petition", "amendment", "settlement", "trial",
    ]),
    ("topic", &[
        "water", "housing", "school meals", "rail freight", "night buses", "harbour dredging", "flood defence", "grain exports",
        "gun licences", "health insurance", "nursing pay", "fishing quotas", "wind power", "border checks", "pensions",
        "data protection", "prison staffing", "air traffic", "rural hospitals", "dairy prices", "parking", "immigration",
        "foreign aid", "university fees", "street lighting", "drug testing", "steel tariffs", "broadband", "waste", "farm credit",
    ]),
    ("building", &[
        "bridge", "reservoir", "hospital", "depot", "stadium", "courthouse", "pipeline", "tunnel", "harbour", "school",
        "refinery", "prison", "airport", "market", "library", "quarry", "ferry terminal", "power station", "warehouse", "dam",
    ]),
    ("noun", &[
        "disgrace", "failure", "lesson", "mistake", "victory", "promise", "warning", "scandal", "burden", "fight", "turning point",
        "gamble", "betrayal", "challenge", "threat", "relief", "compromise", "triumph", "principle", "question", "dispute", "crisis",
    ]),
    ("quality", &[
        "unfair", "dangerous", "overdue", "expensive", "necessary", "absurd", "modest", "reckless", "hopeful", "unlawful", "welcome",
        "shameful", "fragile", "ambitious", "incomplete", "popular", "misleading", "impossible", "realistic", "painful", "quiet",
        "serious", "ready", "unacceptable", "cheap", "useful", "outdated", "premature", "strong", "hollow", "simple", "insulting",
    ]),
    ("people", &[
        "residents", "nurses", "farmers", "voters", "the drivers", "the families", "young people", "taxpayers", "the owners",
        "lawmakers", "the ministers", "tenants", "union members", "the inspectors", "dock workers", "the engineers", "parents",
        "the shareholders", "teachers", "commuters", "the refugees", "small firms", "the opposition", "critics", "pensioners",
    ]),
    ("someone", &[
        "the mayor", "the minister", "the contractor", "the chief inspector", "the chairman", "the governor", "the bishop",
        "the coach", "the prosecutor", "the company", "the ministry", "the union", "the council", "the committee", "the agency",
        "the landlord", "the senator", "the bank", "the manager", "the commission", "the court", "the police",
    ]),
    ("officials", &[
        "officials", "police", "a spokesman", "a spokeswoman", "prosecutors", "witnesses", "analysts", "the ministry", "the company",
        "the report", "a senior official", "the statement", "two people familiar with the talks", "the court", "rescue workers",
        "a government official who asked not to be named", "local media", "the union", "aides", "the study", "diplomats", "the letter",
        "a spokesman for {org}", "a spokeswoman for {org}", "{org}", "the {kind} {paper}", "economists at {org}", "residents",
    ]),
    ("paper", &["report", "document", "letter", "memo", "study", "statement", "survey", "complaint", "audit", "indictment"]),
    ("would", &["would", "could", "should", "might", "would not", "could not", "must", "would never", "will", "may", "can"]),
    ("will", &["will", "can", "must", "should", "are going to", "have to", "will never", "need to", "want to"]),
    ("had", &["had", "had", "had not", "had never", "had already", "has", "have", "had long"]),
    ("act", &[
        "go ahead", "collapse", "fail", "do harm", "cost {amount}", "hurt {people}", "help {people}", "begin {when}", "be ready {when}",
        "{do} {thing}", "{do} {thing}", "{do} {thing} {where}", "leave {people} without {topic}", "come back {when}", "wait", "lose money",
        "pay {amount}", "bring {number} jobs to {place}", "go to court", "change {topic} for good", "be {quality}", "stay {quality}",
        "end in {place}", "put {people} at risk", "save {amount} a year", "look into {thing}", "get {amount} from {org}",
    ]),
    ("do", &[
        "block", "support", "finish", "close", "reopen", "fund", "delay", "replace", "question", "rebuild", "cancel", "sell", "defend",
        "review", "scrap", "extend", "sign", "oppose", "fix", "change", "abandon", "pass", "study", "approve", "stop", "postpone",
    ]),
    ("done", &[
        "{did} {thing}", "{did} {thing}", "{did} {thing} {where}", "agreed to {do} {thing}", "refused to {do} {thing}", "failed",
        "spent {amount} on {topic}", "lost {number} jobs", "voted against {thing}", "paid {amount} for {thing}", "met {people} {where}",
        "ended {when}", "received {number} letters about {topic}", "taken part in {thing}", "moved to {place}", "grown by {percent}",
    ]),
    ("did", &[
        "approved", "blocked", "delayed", "signed", "ignored", "funded", "rejected", "closed", "opened", "changed", "defended",
        "postponed", "reviewed", "inspected", "cancelled", "rebuilt", "misread", "supported", "opposed", "abandoned", "damaged",
    ]),
    ("evidence", &["evidence", "sign", "proof", "guarantee", "indication", "hint", "chance", "record"]),
    ("harmed", &["hurt", "evacuated", "arrested", "dismissed", "treated", "counted", "detained", "rescued", "registered", "killed"]),
    ("cost", &["cost", "bill", "deficit", "debt", "price", "damage", "budget", "shortfall", "total", "loss"]),
    ("units", &["days", "weeks", "months", "years", "hours", "votes", "meetings"]),
    ("kin", &["mother", "father", "brother", "sister", "son", "daughter", "wife", "husband", "neighbour", "team"]),
    ("when", &[
        "on {day}", "this week", "last year", "next month", "by {year}", "in {month}", "before {month}", "after {count} {units}", "soon",
        "in {year}", "since {year}", "at the end of the year", "within {count} {units}", "in the coming weeks", "on {day} night", "again",
    ]),
    ("where", &[
        "in {place}", "near {place}", "at the {building}", "outside the {building}", "across {place}", "at a hearing in {place}",
        "south of {place}", "in the {building}", "along the coast", "at home", "at a meeting in {place}",
    ]),
    ("day", &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    ("month", &[
        "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
    ]),
    ("role", &[
        "the mayor of {place}", "a spokesman for {org}", "chairman of {org}", "the director of {org}", "a nurse from {place}",
        "an economist at {org}", "the deputy minister for {topic}", "a farmer near {place}", "a lawyer for {people}", "who runs {org}",
        "a professor of law in {place}", "head of {org}", "a resident of {place}", "the chief executive of {org}", "an analyst with {org}",
        "the party’s candidate in {place}", "who has led {org} since {year}", "a retired teacher", "a police officer", "{count}4",
    ]),
    ("title", &[
        "Mayor", "Senator", "Governor", "Minister", "Professor", "Judge", "Police Chief", "Bishop", "Dr.", "Rep.", "Council leader",
        "Foreign Minister", "Prime Minister", "President", "Sheriff", "Chancellor", "spokesman", "economist", "coach", "Inspector",
    ]),
    // Verbs of speech.
    ("said", &[
        "said", "said", "said", "said", "said", "said", "said", "said", "said", "said", "said", "said", "said", "added", "told reporters",
        "wrote", "argued", "explained", "continued", "replied", "warned", "insisted", "noted", "recalled", "declared", "admitted",
    ]),
    ("saidthat", &[
        "said", "said", "said", "said", "said", "said that", "said that", "said {day} that", "said on {day} that", "told {org} that",
        "told reporters that", "argued that", "warned that", "added that", "insisted that", "claimed that", "suggested that",
        "acknowledged that", "denied that", "announced on {day} that", "estimated that", "believes that", "told {people} that",
        "conceded that", "promised that", "said in a statement that", "has said that", "have said that", "noted that", "confirmed that",
    ]),
    ("quoting", &["called {it}", "described {it} as", "denounced {it} as", "dismissed {it} as", "praised {it} as", "referred to {it} as"]),
    ("it", &["{thing}", "{thing}", "{thing}", "it", "{someone}"]),
    ("adding", &["adding that", "saying", "saying that", "arguing that", "noting that", "insisting that", "warning that", "citing"]),
    // What happens and nobody says.
    ("event", &[
        "{scene}", "{scene}", "{scene}", "{scene}", "{scene}", "{scene}", "{someone} {did} {thing} {how}", "{org} {did} {thing} {how} {when}",
        "{how}, {someone} {did} {thing}", "{people} {did} {thing} {when} {how}",
        "{someone} {did} {thing} {when}", "{people} gathered {where} {when}", "{number} people were {harmed} {where} {when}",
        "{thing} {would} {act}", "{thing}, {did} in {year}, has cost {amount} so far", "{org} {did} {thing} in {month} {year}",
        "{someone} met {people} {where} {when} to discuss {thing}", "rain fell across {place} for {count} {units}",
        "shares of {org} fell {percent} {when}", "the {building} was {did} {when} after {count} {units} of work", "{org} reported a loss of {amount}",
        "a {kind} {plan} was {did} in {place}, {count} {units} after {people} {did} {thing}", "the vote was {count}7 to {count}2",
        "{topic} has become {quality} for {people} {where}", "{people} blocked the road to the {building}", "it was {quality}",
        "{place} and {place} share a border, a {building} and {count} {units} of {quality} history", "{someone} left the {building} early",
        "in {place}, where {people} {did} {thing} in {year}, the streets were {quality} and {quality}", "little has changed since",
        "the {building}, built in {year} by {org}, stands empty, and {people} who worked there have moved to {place}",
        "{someone} is expected to {do} {thing} {when}, when {people} return to {place}", "{someone} declined to comment",
        "{org} did not respond to a request for comment", "under the {kind} {plan}, {people} {would} {act}",
        "the {kind} {plan} comes as {someone} tries to {do} {thing} {where}", "{thing} fell from {amount} to {amount} in {year}",
    ]),
    ("joint", &[", while ", ", and ", ", but ", " as ", " after ", ", although ", " because ", "; ", ", so ", " before "]),
    ("head", &[
        "{Someone} {did} {thing}", "{People} fear {thing}", "Row over {topic} in {place}", "{Thing} is {quality}, say {people}",
        "How {place} lost its {building}", "{Number} {harmed} as {building} fails", "{Org} to {do} {plan}", "{Topic}: what happens next",
    ]),
    // What surrounds it.
    ("scene", &[
        "the afternoon was grey and the wind came off the river in short, cold gusts", "a queue stretched past the bakery and around the corner",
        "volunteers handed out blankets, soup and bottled {topic} until midnight", "two lorries stood idling beside a fence hung with ribbons",
        "children kicked a ball against the shutters of a closed pharmacy", "the {building} still smells of fresh paint and diesel",
        "its walls are lined with photographs from {year}, when {count} thousand workers came through the gates each morning",
        "on a folding table lay a stack of leaflets, a thermos and a broken megaphone", "most of the windows on the upper floors are boarded up",
        "the season usually runs from {month} to {month}, and hotels fill quickly", "snow had begun to settle on the parked cars",
        "the archive holds maps, ledgers and letters from the founding years of the town", "a brass band played softly near the fountain",
        "the region produces olives, copper wire and a sharp white cheese", "engineers measured the crack twice and painted a red line along it",
        "trains ran {count}0 minutes late on the northern branch, with replacement coaches from the central square",
        "the figures exclude seasonal workers, students and anyone living abroad", "inflation eased slightly while wages stood still",
        "the match drew {number} spectators, the smallest crowd of the autumn", "a heavy iron key hangs behind the porter’s desk",
        "the valley floods every second spring, leaving silt across the orchards", "the disease spreads through shared tools and muddy boots",
        "the painting, a small landscape in oil, was sold at auction for {amount}", "the ship sailed under a foreign flag and carried timber",
        "a technician in blue overalls unscrewed the cover and peered inside", "the younger pupils sang, the older ones rolled their eyes",
        "the law dates from {year} and was written for telegraph offices", "the satellite weighs less than a bicycle and circles the planet each {count}0 minutes",
        "the recipe needs butter, plums and a great deal of patience", "the two firms compete for the same narrow market of cooling pumps",
        "the north bank lies in shadow for half the winter", "turnout was lowest in the suburbs and highest among first-time voters",
    ]),
    ("how", &[
        "quietly", "without warning", "for the second time", "by a narrow margin", "in spite of protests", "under pressure from {people}",
        "with little debate", "at short notice", "despite {amount} of losses", "against the advice of {people}", "late in the evening",
        "to general surprise", "as part of a wider effort", "with help from {org}", "behind closed doors", "for lack of spare parts",
    ]),
    // Lines that are no prose.
    ("noise", &[
        "Read more: {Head}", "ADVERTISEMENT", "Share this article", "Sign up for our newsletter", "👉 See also: {Head}", "Photo: {Org}",
        "Login", "Comments ({count}4)", "Follow us on social media", "https://news.example.org/{place}/{year}", "Related: {Head}",
        "Updated {month} {count}, {year} at 10:{count}5 a.m.", "© {year} {Org}. All rights reserved.", "Home | News | {Topic} | Sport",
        "[Image: the {building} in {place}]", "This story has been updated.", "Subscribe", "* * *", "Copy link",
    ]),
    ("ask", &[
        "Why should {people} {do} {thing}?", "What do you make of {thing}?", "Is {thing} {quality}?", "{Someone} {saidthat} {claim}. Is that right?",
        "When did you hear about {thing}?", "How {quality} is {thing} really?", "Would you {do} {thing} again?", "And after {year}?",
    ]),
    ("row", &[
        "- {Topic}: {amount} ({percent})", "- {Place}: {number} cases, {count} more than in {year}", "{Place}\t{number}\t{number}\t{percent}",
        "* {Plan}: {quality}, {amount}", "{count}. {Event}.", "{Org} {count}1, {Org} {count}4", "• {Building} in {place}, {year}: {number}",
        "| {Topic} | {number} | {percent} |", "Total: {amount}",
    ]),
];
