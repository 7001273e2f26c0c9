"""One account signs one step of a version; a comment keeps no digest of its paragraph, which nothing read."""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# A replacement on the same step is refused by the other guards: what counts here is another row of the same account.
_DEJA_VISE: Final = "SELECT 1 FROM visas w WHERE w.version_id = NEW.version_id AND w.compte_id = NEW.compte_id"
DEUX_ETAPES: Final = "un meme compte ne vise pas deux etapes"


def upgrade() -> None:
    """Guard the sign-offs to come: those that were given stay as they are."""
    if op.get_bind().dialect.name == "postgresql":
        # OR REPLACE: a restore drops the tables, and the functions stay.
        op.execute(
            "CREATE OR REPLACE FUNCTION minutier_visas_compte() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF EXISTS ({_DEJA_VISE}) THEN RAISE EXCEPTION 'visas : {DEUX_ETAPES}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER minutier_visas_compte BEFORE INSERT ON visas "
            "FOR EACH ROW EXECUTE FUNCTION minutier_visas_compte()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER visas_compte BEFORE INSERT ON visas WHEN EXISTS ({_DEJA_VISE}) "
            f"BEGIN SELECT RAISE(ABORT, 'visas : {DEUX_ETAPES}'); END"
        )
    # Made again rather than altered: SQLite drops columns since 3.35 only.
    with op.batch_alter_table("commentaires") as table:
        table.drop_column("partie")
        table.drop_column("empreinte")
