"""The act as a value: nodes, spans and their origins, canon/1 and its digest. Imports nothing of ours."""
