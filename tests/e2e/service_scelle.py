"""The service as `minutier serve` runs it, with the seal that seals nothing: what is signed off gets a final file."""

import uvicorn

from server.app import create_app
from server.db import migrate
from server.settings import load_settings
from tests.dossiers.faux_sceau import FauxSceau

if __name__ == "__main__":
    reglages = load_settings()
    application = create_app(reglages, FauxSceau())
    migrate(application.state.moteur)
    uvicorn.run(application, host=reglages.host, port=reglages.port, log_level="warning")
