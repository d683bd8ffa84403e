/** Logins for registries and where they come from. A {@link io.github.multiarchmaven.registry.auth.Credential} never shows its secret. */
package io.github.multiarchmaven.registry.auth;
