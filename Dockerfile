# The book, built from the pins and served: docker build -t book . && docker run --rm -p 8000:8000 book
FROM python:3.11-slim-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /book
COPY . .
RUN make book

FROM python:3.11-slim-bookworm
WORKDIR /site
COPY --from=build /book/_build/html .
USER 65534
EXPOSE 8000
CMD ["python", "-m", "http.server", "8000"]
