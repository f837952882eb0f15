"""Words by section key, the same in every format, and where a format says it its own way.

``<name>`` stands for a passage: of the paper's subject, or of what every paper says.
"""

from reports.choices import PaperFormat

# True to begin with; a paper that has an exempt part may not be published with it.
NOTHING_EXEMPT = "No part of this record is exempt."

COMMON = {
    "asked": "<asked>",
    "cost": "<cost>",
    "children": "<children>",
    "risk": "<risk>",
    "divisions": "{divisions}",
    "key": "<key>",
    "purpose": """
To ask {decider} to decide on {thing}, its length and the most that may be spent under it, on the strength
of the need, the cost and the alternatives set out below.
""",
    "summary": """
This report asks {decider} to decide on {thing}, for {category}.

<cost>
""",
    "analysis": "<need>\n\n<market>\n\n<spot>\n\n<price>\n\n<capacity>",
    "alternatives": "What was weighed, and why the rest is not recommended:\n\n{table:options}",
    "options": "Every option weighed stands under alternatives below, with what it would cost.",
    "implications": """
The financial, legal, human resources, equality and corporate implications are set out in appendix 1. The
benefits looked for are shorter distances from home, fewer moves and a price known in advance.
""",
    "background": "<background>",
    "appendices": """
- Appendix 1: implications
- Appendix 2: figures used, with what each means, where it comes from and the day it is true of
- Appendix 3: the numbers in the charts
""",
    "recommendations": "<recommendations>",
    "reasons": "<reasons>",
    "call_in": "<call_in>",
    "finance": "<finance>",
    "legal": "<law>",
    "priorities": "<priorities>",
    "contact": "{contact}",
    "subject": "{title}",
    "procurement": "<procurement>",
    "conclusion": "<reasons>",
    "proposal": "<term>\n\n<children>",
    "effect": """
The proposal gives prices that were compared before they are paid. It needs no new staff, systems or property
of the council's own.
""",
    "capital": "Not applicable: the proposal needs no capital.",
    "decommissioning": "<term>",
}

OF_FORMAT = {
    PaperFormat.N: {
        "asked": "Nothing is to be decided on this briefing. It informs members of {thing}.",
        "cost": "This briefing commits no money and has no finance part. What is paid today is in it.",
        "introduction": """
Members asked for a briefing on {thing}: whether homes are better bought as a block or one by one.

This briefing asks for no decision and commits no money.
""",
        "models": """
Councils buy such care in several ways. These are the arrangements that this council leads or may use.

{table:arrangements}

<price>
""",
        "decommissioning": """
<term>

At the end no new children are placed. Each child's own plan says whether the child stays with the provider
or moves, and by when; a child is not moved because a contract ends.

Where a home is judged below good, no child is placed there until each child's own council has looked at its
placement and the provider has a plan.
""",
        "analysis": "<need>\n\n<market>\n\n<spot>",
        "conclusion": "<risk>\n\n{table:options}",
    },
    PaperFormat.K: {
        "publication": f"For publication. {NOTHING_EXEMPT}",
        "key": """
| Criterion | Met |
| Spending or saving is significant for the budget of the service | {over_line} |{communities_row}
""",
        "analysis": "<need>\n\n<market>\n\n<spot>\n\n<price>\n\n<capacity>",
        "interests": "None was declared, and no dispensation was granted.",
        "signature": "Signed by the cabinet member on the day of the decision.",
    },
    PaperFormat.S: {
        "appendices": """
- Appendix 1: figures used, with what each means, where it comes from and the day it is true of
- Appendix 2: the numbers in the charts
""",
        "implications": "",
        "resource": "No staff of the council's own are affected. Financial implications are under A and B.",
        "climate": """
| Question | Answer |
| The recommendations within this report have | A neutral effect |
| The author has had climate training | Yes |

Homes closer to family and school mean fewer miles driven by staff, families and children.
""",
        "priorities": """
| Core purpose | What this does for it |
| Protect the most vulnerable | Homes that were checked before a child needs them |
| Facilitate confident and resilient communities | Children live among people they know |
| Commission, broker and provide core services | Care is bought on terms compared beforehand |
| Place: leadership and influencer | Providers are told what the area needs |
| Drivers of change and reform | Prices and quality are seen by all partners |
| Facilitate sustainable economic prosperity | Care jobs stay in the area |
| Greater income for social investment | Not applicable |
| Cleaner, greener | Fewer long journeys |
""",
        "internal": """
| Consulted | Reference of the sign-off |
| Finance | To be given |
| Legal services | To be given |
""",
    },
    PaperFormat.W: {
        "risks": """
| Risk | What is done about it |
| Homes are full when a child needs one | The arrangement stays open to new providers and homes |
| Prices rise beyond what was agreed | Each rise is asked for with evidence and decided by itself |
| A home is judged below good | No child is placed there until its council has looked at it |
""",
        "analysis": "<need>\n\n<price>\n\n<market>\n\n<spot>",
        "climate": "Homes closer to family and school mean fewer miles driven by all.",
        "signature": "{body}",
    },
}
