"""Append-only events, and a cursor in commit order given at COMMIT."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION timeline_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record is append-only: % of % refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER timeline_event_append_only BEFORE UPDATE OR DELETE ON timeline_event
    FOR EACH ROW EXECUTE FUNCTION timeline_refuse_change();
CREATE TRIGGER timeline_event_no_truncate BEFORE TRUNCATE ON timeline_event
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_refuse_change();

-- Runs at COMMIT, after everything else. The advisory lock is released only once the commit is visible, so cursors are
-- given in the very order in which transactions become visible, and none can appear later below one already seen.
CREATE FUNCTION timeline_give_cursor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7236487);
    INSERT INTO timeline_feedentry (event_id) VALUES (NEW.id);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER timeline_event_cursor AFTER INSERT ON timeline_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION timeline_give_cursor();
"""

BACKWARD = """
DROP TRIGGER timeline_event_cursor ON timeline_event;
DROP TRIGGER timeline_event_no_truncate ON timeline_event;
DROP TRIGGER timeline_event_append_only ON timeline_event;
DROP FUNCTION timeline_give_cursor();
DROP FUNCTION timeline_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers of the timeline."""

    dependencies = [("timeline", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
