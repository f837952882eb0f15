"""The life of a decision paper, of a sign-off and of an action, as data."""

from core.workflow import TransitionTable, transition
from reports.choices import CLERKS, PAPER_CLEARERS, PAPER_DECIDERS, PAPER_READERS, PAPER_WRITERS
from reports.choices import PaperState as S
from reports.life_choices import MAY_BE_WITHDRAWN
from reports.life_choices import ActionState as A
from reports.life_choices import SignOffState as Signed

PAPER = TransitionTable(
    name="paper",
    initial=S.DRAFT,
    transitions=(
        transition("consult", S.DRAFT, S.CONSULTING, roles=PAPER_WRITERS, label="Send for consultation"),
        transition("clear", S.CONSULTING, S.CLEARED, roles=PAPER_CLEARERS, label="Clear"),
        transition(
            "notice", S.CLEARED, S.NOTICED, roles=(*PAPER_WRITERS, *PAPER_CLEARERS), label="Give notice"
        ),
        transition(
            "reopen", (S.CLEARED, S.NOTICED), S.CONSULTING, roles=PAPER_WRITERS, label="Change cleared words"
        ),
        transition("publish", (S.CLEARED, S.NOTICED), S.PUBLISHED, roles=PAPER_WRITERS, label="Publish"),
        transition("decide", S.PUBLISHED, S.DECIDED, roles=PAPER_DECIDERS, label="Decide"),
        transition("defer", S.PUBLISHED, S.DEFERRED, roles=PAPER_DECIDERS, label="Defer"),
        transition("revise", S.DEFERRED, S.CONSULTING, roles=PAPER_WRITERS, label="Revise"),
        transition("withdraw", MAY_BE_WITHDRAWN, S.WITHDRAWN, roles=PAPER_WRITERS, label="Withdraw"),
        transition("record", S.DECIDED, S.CALL_IN, roles=CLERKS, label="Publish the decision"),
        transition("waive", S.DECIDED, S.EFFECTIVE, roles=CLERKS, label="Publish, call-in waived"),
        transition("call_in", S.CALL_IN, S.CALLED_IN, roles=CLERKS, label="Call in"),
        transition("uphold", S.CALLED_IN, S.EFFECTIVE, roles=CLERKS, label="Uphold"),
        transition("send_back", S.CALLED_IN, S.SENT_BACK, roles=CLERKS, label="Refer back"),
        transition("reconsider", S.SENT_BACK, S.EFFECTIVE, roles=PAPER_DECIDERS, label="Decide again"),
        transition("take_effect", S.CALL_IN, S.EFFECTIVE, roles=CLERKS, label="Take effect"),
        transition("begin", S.EFFECTIVE, S.IMPLEMENTING, roles=PAPER_READERS, label="Begin"),
        transition(
            "close",
            (S.EFFECTIVE, S.IMPLEMENTING),
            S.CLOSED,
            roles=(*PAPER_READERS, *PAPER_DECIDERS),
            label="Close",
        ),
    ),
)

SIGN_OFF = TransitionTable(
    name="sign-off",
    initial=Signed.ASKED,
    transitions=(
        transition("give", Signed.ASKED, Signed.GIVEN, roles=PAPER_READERS, label="Sign off"),
        transition(
            "return", Signed.ASKED, Signed.RETURNED, roles=PAPER_READERS, label="Return with comments"
        ),
        transition("withdraw", Signed.ASKED, Signed.WITHDRAWN, roles=PAPER_WRITERS, label="No longer ask"),
        transition("void", Signed.GIVEN, Signed.VOIDED, roles=PAPER_WRITERS, label="Change signed words"),
    ),
)

ACTION = TransitionTable(
    name="action",
    initial=A.PLANNED,
    transitions=(
        transition("open", A.PLANNED, A.OPEN, roles=(*PAPER_WRITERS, *PAPER_DECIDERS), label="Open"),
        transition("complete", A.OPEN, A.DONE, roles=PAPER_READERS, label="Record as done"),
        transition(
            "drop", (A.PLANNED, A.OPEN), A.DROPPED, roles=(*PAPER_WRITERS, *PAPER_DECIDERS), label="Drop"
        ),
    ),
)

TABLES = (PAPER, SIGN_OFF, ACTION)
