"""The words of the demonstration's report. Facts and figures are the 2022-23 annual report's; the sentences are ours."""

SECTIONS = {
    "structure": (
        "Three bodies answer equally by law for protecting children in Tower Hamlets: the council, the NHS in north east London and "
        "the Metropolitan Police. On 1 July 2022 the integrated care board took over from the clinical commissioning group.\n\n"
        "They take turns in the chair of an Executive, and each of its members stands behind one or more of the groups below it: "
        "coming to its meetings, and helping when it is stuck.\n\n"
        "Since the old board was replaced in 2020 the partnership has worked in a lighter way: in the room, by video or both, "
        "with agencies leading parts of the work themselves.",
        "",
    ),
    "priorities": (
        "Three priorities were set in 2021 and ran through this year, each led by one partner: exploitation by the council, domestic "
        "abuse and what it does to children by health, and safety online by the police. They come to an end, and new ones start in "
        "September 2023.",
        "",
    ),
    "done": (
        "Against exploitation, partners built a screening tool together, joined up their plans to disrupt those who harm children, "
        "began the multi-agency panel on exploitation anew with missing children in its view, and agreed one framework for harm "
        "outside the home.\n\n"
        "On domestic abuse, the shared guidance was renewed, a video log showed professionals which words help and which blame, and "
        "young people got a tool kit on talking to an adult and helping each other.\n\n"
        "Online, training on gaming and gambling reached professionals, parents and carers, a tool kit says where to turn, and "
        "pupils were asked in a survey: 1,567 in primary and 542 in secondary schools answered.",
        "",
    ),
    "data": (
        "Partners were asked for what was readily available, so their figures were not of the same quarter. Each figure now says which "
        "quarter and which area it is of, who sent it and when, and what came late is never shown as current.",
        "Some agencies cover more than one borough and cannot yet give the borough’s figure alone.",
    ),
    "effective": (
        "The partners came to the table together, said openly what was hard, and shared the load. What was promised a year ago is "
        "shown below with what became of it.\n\n"
        "Groups had felt far from the Executive. A tracker of what they escalate, and of the answers, now goes with the papers of "
        "every meeting, and partners say that they are better informed.",
        "",
    ),
    "impact": (
        "Four shared procedures were renewed, so that professionals work from current tools. Training for beginners and for "
        "designated leads means that more people know the signs of harm and how to pass on a worry. A month of events in November "
        "2022 gave every agency the same messages at the same time, and one calendar now holds all training.\n\n"
        "Professionals who came to the training on gaming and gambling said that they felt better able to talk with young people.",
        "",
    ),
    "little_progress": (
        "Learning from reviews takes hold more slowly than the partners want, although it is now held in one place and worked by "
        "theme. Data is the second: what is collected does not line up in time yet.",
        "",
    ),
    "reviews": (
        "Rapid reviews were tightened so that learning comes out earlier. One action plan takes in every review, and a working group "
        "meets every six weeks with the one task of putting it into practice.\n\n"
        "When a practice review is finished, partners meet its author within two weeks. A year after it is published they meet again "
        "to ask what has changed.",
        "",
    ),
    "feedback": (
        "Three young scrutineers, aged 16 and 17, work with the partnership for up to four hours a week, paid an adult living wage "
        "around their studies. They bring their own and their friends’ experience, read policies and projects, and work with the "
        "independent scrutineer through the six steps of scrutiny. They have a say in the next priorities.\n\n"
        "What pupils answered in the survey on safety online shaped the work of that group.",
        "The survey of schools on safety online: 1,567 primary and 542 secondary pupils answered. Its findings are kept by the "
        "Staying Safe Online group.",
    ),
    "challenges": ("Four things were hard this year, and the partners say so.", ""),
    "escalations": (
        "What a group cannot solve it sends to the Executive, and it is told the answer. The tracker was introduced in this year; "
        "the numbers below are illustrative in this demonstration.",
        "",
    ),
    "year_ahead": ("The partnership carries on with what works, and develops four things further.", ""),
}
SUMMARIES = {
    "challenges": (
        "Data was asked for as each agency had it to hand, so its periods differ; it will be gathered by priority and theme, with a "
        "yearly compliance return and a comparison with the time before.\n\n"
        "Money is far from equal: the council’s part fell, and the post that ran shared training was lost. Standard training was "
        "bought all the same, and a new package is being commissioned.\n\n"
        "Learning embeds slowly, which is why a group of its own now works on nothing else. And the website still cannot be used "
        "both ways."
    ),
    "little_progress": "Advice for parents out of the younger pupils’ answers is still to be written. (Illustrative.)",
    "plan_last_year": (
        "The promise to bring groups and Executive closer was kept with the tracker. The new website was promised for 2022; other "
        "work came first, and it is now planned for 2023."
    ),
    "plan_next_year": (
        "To show that learning is embedded; to develop the training package; to keep young people included; and to improve how the "
        "partnership can be found and used online."
    ),
}
COMMENTARY = (
    "Illustrative. I sat in on meetings of the Executive and of the groups through the year, and read their papers.\n\n"
    "The three partners challenge each other more openly than a year ago, and the tracker lets everyone see what was asked and "
    "what was answered. Young scrutineers change what is discussed, and how.\n\n"
    "I ask for two things next year: evidence that learning has changed practice, and data that can be compared over time."
)
