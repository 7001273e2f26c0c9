# Every RUN is a target of the Makefile that CI runs too. The image itself is not built in CI (no engine there).
# The Python of the image is the one that CI tests.
ARG PYTHON_IMAGE=3.11

FROM python:${PYTHON_IMAGE}-bookworm AS construction
WORKDIR /src
COPY Makefile pyproject.toml README.md LICENSE ./
COPY requirements requirements
COPY scripts scripts
COPY addin-manifest addin-manifest
COPY server server
COPY styles styles
COPY templates_actes templates_actes
RUN make deploiement PYTHON=/usr/local/bin/python3 DESTINATION=/opt/minutier
# An empty folder, which the volume of the data starts as: with its owner, whom a mount keeps.
WORKDIR /var/lib/minutier

FROM python:${PYTHON_IMAGE}-slim-bookworm AS execution
COPY --from=construction /opt/minutier /opt/minutier
COPY --from=construction --chown=10001:10001 /var/lib/minutier /var/lib/minutier
# A number and not a name: an orchestrator can check that it is not root without reading the image.
USER 10001:10001
WORKDIR /tmp
ENV PATH=/opt/minutier/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MINUTIER_HOST=0.0.0.0 \
    MINUTIER_DONNEES=/var/lib/minutier
VOLUME /var/lib/minutier
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s --retries=3 \
    CMD ["/opt/minutier/bin/python", "-I", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8765, timeout=8); c.request('GET', '/sante'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["/opt/minutier/bin/minutier"]
CMD ["serve"]
