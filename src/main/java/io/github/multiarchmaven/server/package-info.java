/**
 * An OCI registry inside the JVM, for trying things out and for integration tests: distribution specification 1.1 on the JDK's own
 * HTTP server, with no dependency but the vocabulary package.
 *
 * <pre>{@code
 * try (EmbeddedRegistry registry = EmbeddedRegistry.inMemory()) {
 *     Reference target = Reference.parse(registry.host() + "/team/app:1");
 *     // push, pull; then look at registry.requests()
 * }
 * }</pre>
 *
 * <h2>How a request travels</h2>
 *
 * <pre>
 * HttpServer -> Router -> BlobRoutes | UploadRoutes | ManifestRoutes | ListRoutes    HTTP: headers, ranges, statuses
 *                              |            |
 *                              |         Upload        one session: bytes received so far and their running hash
 *                         Repositories                 what a repository has, mounts, tags, referrers, what may be freed
 *                              |
 *                           Storage                    content by digest and small records: MemoryStorage | DiskStorage
 * </pre>
 *
 * <p>Content is stored once under its digest; a repository sees only content that it has a record (a link) for, so a blob of
 * another repository has to be mounted or sent. Names reach the storage only after they passed the reference grammar. A manifest is
 * accepted only when everything it points at is there, as the registries in production do.
 *
 * <h2>What is left out on purpose</h2>
 *
 * <p>Authentication and TLS: it binds to a loopback address unless told otherwise. Content is not converted: the {@code Accept}
 * header is ignored and what was put is what is served. A mount without {@code from} is not tried; it begins an upload.
 *
 * <h2>Connections</h2>
 *
 * <p>The JDK's server writes head and body of a response separately, and leaves Nagle's algorithm on unless the JVM was started with
 * {@code -Dsun.net.httpserver.nodelay=true}. The body then waits for the client's delayed acknowledgement: 44 ms measured for each
 * small GET. Setting the property from here would change other servers in the JVM. Closing a connection sends what is held back at
 * once, so a response with a body says {@code Connection: close} (below 1 ms, measured), and all others keep the connection. With
 * the property set, every connection is kept.
 *
 * <p>Clients that try TLS first on a plain port (skopeo 1.9 with {@code --tls-verify=false}, measured) lose their handshake timeout,
 * 10 s, once a command and registry: the JDK's server waits for the end of the request line inside the TLS greeting and has
 * no hook to look at the first byte. Clients told to use plain HTTP are not affected.
 */
package io.github.multiarchmaven.server;
