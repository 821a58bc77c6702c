"""What is said of the record of a meeting: of minutes (protokoll) and of notes (minnesanteckningar).

Whole texts, two for each occasion, so that every language bends its own words: minutes are "justerade", notes
"godkända". `Body.record_words` has those of the body's form.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, npgettext_lazy, pgettext_lazy

#: Occasion -> what is said of minutes, and of notes.
TEXTS: Mapping[str, tuple[Any, Any]] = {
    # how far it has come
    "draft": (_("draft"), _("draft")),
    "circulated": (_("waits for approval"), pgettext_lazy("notes", "waits for approval")),
    "approved": (_("approved"), pgettext_lazy("notes", "approved")),
    "approved_at": (_("approved %(day)s"), pgettext_lazy("notes", "approved %(day)s")),
    "approved_by": (
        _("By the body's rule approved by %(day)s."),
        pgettext_lazy("notes", "By the body's rule approved by %(day)s."),
    ),
    "approved_within": (
        ngettext_lazy("approved within %(n)s day", "approved within %(n)s days", "n"),
        npgettext_lazy("notes", "approved within %(n)s day", "approved within %(n)s days", "n"),
    ),
    "is_written": (_("The secretary writes the minutes."), _("The secretary writes the notes.")),
    "waits": (_("The minutes wait for the approvers."), _("The notes wait for the approvers.")),
    "is_done": (
        _("The minutes are approved. Nothing more waits at this meeting."),
        _("The notes are approved. Nothing more waits at this meeting."),
    ),
    "not_out": (
        _("The minutes are not out for approval now: %(state)s."),
        _("The notes are not out for approval now: %(state)s."),
    ),
    # the agenda
    "opening_item": (_("Opening and choice of approvers"), pgettext_lazy("notes", "Opening and choice of approvers")),
    "last_item": (_("Minutes of the last meeting"), _("Notes of the last meeting")),
    # writing
    "begin": (_("Begin the minutes"), _("Begin the notes")),
    "begins_when_held": (
        _("Minutes begin when the meeting is held: record who attends first."),
        _("Notes begin when the meeting is held: record who attends first."),
    ),
    "already_begun": (_("The minutes have already been begun."), _("The notes have already been begun.")),
    "opening": (_("Opening of the minutes"), _("Opening of the notes")),
    "of_item": (_("Minutes, item %(item)s"), _("Notes, item %(item)s")),
    "not_its_item": (_("The item does not belong to these minutes."), _("The item does not belong to these notes.")),
    "frozen": (
        _("The minutes have been sent for approval. Take them back to draft before you change this."),
        _("The notes have been sent for approval. Take them back to draft before you change this."),
    ),
    # who approves
    "approvers": (_("Approvers"), pgettext_lazy("notes", "Approvers")),
    "name_approvers": (_("Name approvers"), pgettext_lazy("notes", "Name approvers")),
    "cannot_approve": (
        _("The secretary, co-opted people and people without a seat today cannot approve."),
        pgettext_lazy("notes", "The secretary, co-opted people and people without a seat today cannot approve."),
    ),
    "name_side": (
        _("Name an approver from %(side)s too."),
        pgettext_lazy("notes", "Name an approver from %(side)s too."),
    ),
    "name_one": (_("Name at least one approver."), pgettext_lazy("notes", "Name at least one approver.")),
    "none_named": (_("No approvers are named yet."), pgettext_lazy("notes", "No approvers are named yet.")),
    "gone": (
        _("No longer in the body: %(people)s. Name other approvers."),
        pgettext_lazy("notes", "No longer in the body: %(people)s. Name other approvers."),
    ),
    # the round of approval
    "send": (_("Send for approval"), pgettext_lazy("notes", "Send for approval")),
    "open_decisions": (
        _("Close every decision before the minutes are sent for approval."),
        _("Close every decision before the notes are sent for approval."),
    ),
    "sent": (_("The minutes are sent for approval."), _("The notes are sent for approval.")),
    "freezes": (
        _("The text is frozen and the approvers are told."),
        pgettext_lazy("notes", "The text is frozen and the approvers are told."),
    ),
    "change_returns": (
        _("A change takes the minutes back to draft, and every approval is given anew."),
        _("A change takes the notes back to draft, and every approval is given anew."),
    ),
    "your_turn": (
        _("Minutes wait for your approval: %(body)s, %(day)s."),
        _("Notes wait for your approval: %(body)s, %(day)s."),
    ),
    "to_approve": (_("Approve the minutes: %(body)s, %(day)s"), _("Approve the notes: %(body)s, %(day)s")),
    "to_write": (_("Write the minutes: %(body)s, %(day)s"), _("Write the notes: %(body)s, %(day)s")),
    "to_finish": (_("Finish the minutes: %(body)s, %(day)s"), _("Finish the notes: %(body)s, %(day)s")),
    "read_and_approve": (_("Read and approve"), pgettext_lazy("notes", "Read and approve")),
    "approve": (_("Approve the minutes"), _("Approve the notes")),
    "text_to_approve": (_("The text you approve"), pgettext_lazy("notes", "The text you approve")),
    "approval_is_kept": (
        _("Your approval of exactly this text is stored with your name, your side and the moment."),
        pgettext_lazy(
            "notes", "Your approval of exactly this text is stored with your name, your side and the moment."
        ),
    ),
    "approval_closes": (
        _("When a named approver from each side has approved, the minutes are approved and do not change."),
        _("When a named approver from each side has approved, the notes are approved and do not change."),
    ),
    "have_read": (
        _("I have read the text and approve it."),
        pgettext_lazy("notes", "I have read the text and approve it."),
    ),
    "must_have_read": (
        _("Say that you have read and approve the text."),
        pgettext_lazy("notes", "Say that you have read and approve the text."),
    ),
    "only_named": (
        _("Only those named as approvers can approve these minutes."),
        _("Only those named as approvers can approve these notes."),
    ),
    "approved_before": (_("You have already approved these minutes."), _("You have already approved these notes.")),
    "text_differs": (
        _("The text is not the one that was circulated. The secretary must send it again."),
        pgettext_lazy("notes", "The text is not the one that was circulated. The secretary must send it again."),
    ),
    "you_approved": (_("You have approved the minutes."), _("You have approved the notes.")),
    "are_approved": (_("Minutes are approved: %(body)s, %(day)s."), _("Notes are approved: %(body)s, %(day)s.")),
    # back to draft
    "why_back": (_("Say why the minutes go back to draft."), _("Say why the notes go back to draft.")),
    "went_back": (
        _("Minutes went back to draft: %(body)s, %(day)s."),
        _("Notes went back to draft: %(body)s, %(day)s."),
    ),
    "return_voids": (
        _("The minutes can be changed again. Approvals given in this round are void."),
        _("The notes can be changed again. Approvals given in this round are void."),
    ),
    "return_keeps": (
        _("The approvals stay in the history. Everybody named approves the new text."),
        pgettext_lazy("notes", "The approvals stay in the history. Everybody named approves the new text."),
    ),
    # afterwards
    "no_addenda": (
        _("None. Approved minutes do not change; a correction is added beside them."),
        _("None. Approved notes do not change; a correction is added beside them."),
    ),
    "addendum_stands": (
        _("Approved minutes do not change. What you add stands beside them with your name, and cannot be changed."),
        _("Approved notes do not change. What you add stands beside them with your name, and cannot be changed."),
    ),
    "addenda_later": (
        _("Addenda are for approved minutes. Change the draft instead."),
        _("Addenda are for approved notes. Change the draft instead."),
    ),
    # the document, and its name in the history
    "as_pdf": (_("Minutes as PDF"), _("Notes as PDF")),
    "added_after": (
        _("Added after the approval. The approved text stands unchanged above."),
        pgettext_lazy("notes", "Added after the approval. The approved text stands unchanged above."),
    ),
    "approval": (_("Approval"), pgettext_lazy("notes", "Approval")),
    "sheet_draft": (_("Who is named to approve"), pgettext_lazy("notes", "Who is named to approve")),
    "sheet_circulated": (
        _("Who is to approve, and who has done so"),
        pgettext_lazy("notes", "Who is to approve, and who has done so"),
    ),
    "sheet_approved": (_("Who has approved this text"), pgettext_lazy("notes", "Who has approved this text")),
    "approver": (_("Approver"), pgettext_lazy("notes", "Approver")),
    "approved_moment": (_("Approved at"), pgettext_lazy("notes", "Approved at")),
    "approval_waits": (_("Waits for approval"), pgettext_lazy("notes", "Waits for approval")),
    "not_approved": (_("Has not approved"), pgettext_lazy("notes", "Has not approved")),
    "approved_on": (_("Approved on"), pgettext_lazy("notes", "Approved on")),
    "of_meeting": (_("the minutes of %(meeting)s"), _("the notes of %(meeting)s")),
}

#: Form of the record -> occasion -> text.
WORDS: Mapping[str, Mapping[str, Any]] = {
    form: {occasion: pair[which] for occasion, pair in TEXTS.items()}
    for which, form in enumerate(("protokoll", "minnesanteckningar"))
}
