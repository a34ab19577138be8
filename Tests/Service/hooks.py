"""Lines of JSON are sent to the service as they are generated: as text."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    return value.encode() if isinstance(value, str) else str(value).encode()
