"""What LibreOffice is told of at its start: the factory of the panel, and the commands of menu, toolbar and keys."""

import unohelper
from minutier_panneau.accueil import Commandes, Fabrique

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Fabrique, "fr.minutier.libreoffice.Fabrique", ("com.sun.star.task.Job",))
g_ImplementationHelper.addImplementation(
    Commandes, "fr.minutier.libreoffice.Commandes", ("com.sun.star.frame.ProtocolHandler",)
)
