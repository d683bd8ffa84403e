/**
 * Client of registries (OCI distribution specification 1.1), one implementation of
 * {@link io.github.multiarchmaven.image.Repository}, the other being a layout's.
 *
 * <pre>
 *   RegistryClient      connections and logins, shared
 *     MirroredRepository  reads from mirrors first (RegistryClient.source)
 *     RegistryRepository  manifests, tags      Uploads    HEAD, POST (mount)            Referrers   API or tag schema
 *       Download            a blob, gone on with where it broke      BlobSender   a blob, whole or in chunks, gone on with
 *       Exchange            one request with its login; a 401 is answered once
 *         Authorizer          Basic, or Bearer tokens
 *         Http                the way of every request: redirects, time limits, connections that log nothing
 *           Gate                so many at once for each host, and none while it wants none
 *           Attempts            which faults pass, and how long to wait for them
 *           Transports          a pool of connections for each way to speak TLS and each proxy, chosen by a request's URL
 *             Connector           opens a connection: through a proxy's Tunnel, with TLS as registry.tls says
 *     Failures, Remedies  what the user reads
 * </pre>
 */
package io.github.multiarchmaven.registry;
