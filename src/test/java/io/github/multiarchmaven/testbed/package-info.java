/**
 * The test bed: real parts to test against, fetched by the build into {@code target/testbed}, with nothing
 * installed and, but for {@code Buildah} and {@code BuildKit}, no root rights.
 *
 * <ul>
 *   <li>{@link io.github.multiarchmaven.testbed.DebianPackages}: packages with their dependencies, for any architecture, and
 *       programs of Debian's next release alone;
 *   <li>{@link io.github.multiarchmaven.testbed.RealRegistry}: the CNCF registry, with or without login and TLS, and its access log;
 *   <li>{@link io.github.multiarchmaven.testbed.TokenServer}: logs in the users of such a registry, by tokens;
 *   <li>{@link io.github.multiarchmaven.testbed.RealProxy}: an HTTP proxy that asks for a login;
 *   <li>{@link io.github.multiarchmaven.testbed.TestAuthority}: certificates of a private authority;
 *   <li>{@link io.github.multiarchmaven.testbed.Skopeo}: another client, the oracle;
 *   <li>{@link io.github.multiarchmaven.testbed.Oras}: attaches referrers and discovers them;
 *   <li>{@link io.github.multiarchmaven.testbed.Cosign}: signs, attests and verifies with key pairs;
 *   <li>{@link io.github.multiarchmaven.testbed.Buildah}: builds a Dockerfile for several platforms, with Docker's or OCI's
 *       media types;
 *   <li>{@link io.github.multiarchmaven.testbed.BuildKit}: the same with buildx, whose index has attestations; {@link
 *       io.github.multiarchmaven.testbed.ScratchContext} is something to build;
 *   <li>both of them emulating, in a user namespace of their own ({@code Buildah.emulating}, {@code BuildKit.startEmulating});
 *   <li>{@link io.github.multiarchmaven.testbed.TunnelProxy} and {@link io.github.multiarchmaven.testbed.TlsRefusingFront}: make a
 *       registry on this machine look as engines expect one to;
 *   <li>{@link io.github.multiarchmaven.testbed.DebianJavaBase}: a multi-architecture Java base image;
 *   <li>{@link io.github.multiarchmaven.testbed.ImageFilesystem} and {@link io.github.multiarchmaven.testbed.Emulator}: unpack
 *       an image and run its program, whatever its architecture.
 * </ul>
 *
 * <p>Where a part cannot be had (no apt, no network, no rights) it throws {@link io.github.multiarchmaven.testbed.Unavailable};
 * {@code Unavailable.orSkip} shows the test as skipped with the reason. What was fetched is kept until {@code mvn clean};
 * {@code -Dmultiarch.testbed=FOLDER} keeps it elsewhere.
 */
package io.github.multiarchmaven.testbed;
