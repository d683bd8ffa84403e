package io.github.multiarchmaven.server;

/**
 * One answered request of an {@link EmbeddedRegistry}.
 *
 * @param pathAndQuery as received, still percent-encoded
 * @param requestBytes length of the body that arrived
 * @param responseBytes length of the body as announced; a client that hangs up may have read less
 */
public record LoggedRequest(String method, String pathAndQuery, int status, long requestBytes, long responseBytes) {}
