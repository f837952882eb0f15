"""Care history kept in step with the council's own placements."""

from django.db import connection, transaction

from core.actor import Actor

# A placement that has started is a spell of the same days; a date put right later is put right here too.
KEEP_IN_STEP = """
INSERT INTO sufficiency_carespell
  (authority_id, child_key, birth_month, is_uasc, category, placement_type, starts_on, ends_on, source)
SELECT DISTINCT ON (c.reference, p.starts_on)
       p.authority_id, c.reference, c.birth_month, c.is_uasc, p.category,
       CASE p.category
         WHEN 'fostering'
         THEN CASE p.purchase_basis WHEN 'in_house' THEN 'foster_inhouse' ELSE 'foster_ifa' END
         WHEN 'school' THEN 'residential'
         ELSE p.category
       END,
       p.starts_on, p.ends_on, 'own'
FROM placements_placement p
JOIN placements_child c ON c.id = p.child_id
WHERE p.state NOT IN ('planned', 'cancelled') AND p.authority_id = app_authority()
  AND (%(placement)s::bigint IS NULL OR p.id = %(placement)s)
ORDER BY c.reference, p.starts_on, p.id DESC
ON CONFLICT (authority_id, source, child_key, starts_on) DO UPDATE
SET category = EXCLUDED.category, placement_type = EXCLUDED.placement_type, ends_on = EXCLUDED.ends_on
WHERE (sufficiency_carespell.category, sufficiency_carespell.placement_type, sufficiency_carespell.ends_on)
      IS DISTINCT FROM (EXCLUDED.category, EXCLUDED.placement_type, EXCLUDED.ends_on)
"""


@transaction.atomic
def keep_spells_in_step(*, by: Actor, placement_id: int | None = None) -> int:
    """Write the spells of ``by``'s council's placements, or of one; returns how many are new or changed.

    Idempotent.
    """
    with connection.cursor() as cursor:
        cursor.execute(KEEP_IN_STEP, {"placement": placement_id})
        return cursor.rowcount
