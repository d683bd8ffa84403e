/**
 * Who asks and may ask: credentials, where they come from, challenges and tokens. Opens no connection itself.
 *
 * <ul>
 *   <li>{@link io.github.multiarchmaven.registry.auth.CredentialSource}: {@code settings.xml}
 *       ({@link io.github.multiarchmaven.registry.auth.StaticCredentials}), Docker's and Podman's files and their helper
 *       programs ({@link io.github.multiarchmaven.registry.auth.ConfigJson}), or a chain of these;
 *   <li>{@link io.github.multiarchmaven.registry.auth.Challenge}: what a registry demands;
 *   <li>{@link io.github.multiarchmaven.registry.auth.Scope} and
 *       {@link io.github.multiarchmaven.registry.auth.TokenCache}: what a Bearer token is good for, and how long.
 * </ul>
 *
 * <p>No {@code toString} and no exception here holds a secret.
 */
package io.github.multiarchmaven.registry.auth;
