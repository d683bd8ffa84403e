/**
 * Whom a host's TLS trusts and as whom we appear there; opens no connection itself.
 *
 * <pre>
 *   TlsOptions       what the user said        TlsProfiles     host and port -> its profile
 *   CertsDirectories Docker's certs.d          TlsProfile      files -> a socket factory
 *   PemFile          certificates and keys     TrustedAuthorities  the JVM's trust store, then the added ones
 *   TlsFailures      sentences for what goes wrong
 * </pre>
 *
 * <p>No message holds a key or a part of one.
 */
package io.github.multiarchmaven.registry.tls;
