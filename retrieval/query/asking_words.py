"""Words of a question that say how it asks, not what about."""

_GENERIC = """
hvad hvem hvor hvordan hvorfor hvornår hvilken hvilket hvilke kræver kræves siger står gælder regler
regel reglerne loven lovens lov efter ifølge findes forskel forskellen forhold hensyn mulighed
muligt betyder forstås stort stor meget mange længe henholdsvis samt egen egne helt får får give
giver går tage tager komme sker ske bliver blev måtte måske mener menes synes uden fordi oven ud pr
lang lange lige defineres definition
what which when where who whom whose does did say says mean means rule rules under act section
according apply applies need needs must much many long happen happens difference between compared
compare name named called tell give each free
"""
_ASKING = """
hvornår høj højt høje højst højeste lav lavt lille mindst mindste maksimalt maksimum grænse grænsen
beløbsgrænse beløbsgrænsen koster koste kost pris prisen procent procenten procentsats procentsatsen
procenter promille sats satsen satser beløb beløbet kr kroner penge tid tiden frist fristen senest
dato datoen tidligst år året års årligt årlig måned måneden måneder månedligt uge uger dag dage
dagen døgn timer antal hvert hver før inden danmark dansk danske
high low large rate rates percent percentage amount amounts cost costs price limit maximum minimum
deadline date year years month months day days week weeks hours time long number
denmark danish get
"""
"""Words that say what kind of fact is asked for; a text needn't have them."""

GENERIC = frozenset(_GENERIC.split())
ASKING = frozenset(_ASKING.split())
COSTING = frozenset({"koster", "koste", "kostede"})
"""Asks for a price; by its stem it would be found as "kost", food."""
