package io.github.multiarchmaven.dockerfile;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Failures that many have met, by what the engines say, and what mends them. The first that fits counts. */
final class Traps {
    private record Trap(Pattern said, String remedy) {}

    private static final List<Trap> ALL = List.of(
            // The kernel's ENOEXEC, as runc and shells word it (Linux, Documentation/admin-guide/binfmt-misc.rst, flag
            // F).
            trap(
                    "exec format error|exec user process caused",
                    "The step runs a program of another architecture, and the engine's kernel has no handler of binfmt_misc"
                            + " for it, or one without the flag F. Register QEMU's handlers (the goal doctor names the command),"
                            + " or build each platform on a machine of its own with -Dmultiarch.platforms."),
            // Go's crypto/x509; "failed to request" is the solver's word of an older BuildKit.
            trap(
                    "x509: |failed to verify certificate|failed to request.*509",
                    "The engine does not trust the registry's certificate. A builder that this plugin makes gets the"
                            + " parameter caCertificates, and so does Buildah; for Docker's own builder put the certificate into"
                            + " /etc/docker/certs.d/<host>/ca.crt on the daemon's machine, for another builder into its buildkitd.toml."),
            // Go's net/http.
            trap(
                    "server gave HTTP response to HTTPS client",
                    "The registry speaks plain HTTP: name it in the parameter plainHttpHosts."),
            // buildx, driver/docker/driver.go and build/build.go.
            trap(
                    "not currently implemented for docker driver|auto-push is currently not implemented"
                            + "|Multi-platform build is not supported for the docker driver"
                            + "|multiple platforms feature is currently not supported for docker driver"
                            + "|OCI exporter is not supported for the docker driver",
                    "This builder cannot do it. Take the parameter builder out, so that one is chosen or made, or turn on"
                            + " Docker's containerd image store."),
            // containerd, images/image.go; containers/image, manifest/docker_schema2_list.go and oci_index.go.
            trap(
                    "no match for platform in manifest|no matching manifest for"
                            + "|no image found in (?:manifest list|image index) for architecture",
                    "A base image lacks the platform. Take one that has it (the goal promote makes one of several), or take"
                            + " the platform out of the parameter platforms."),
            // errno ENOSPC.
            trap(
                    "no space left on device",
                    "The engine's disk is full. Its caches are cleared by 'docker buildx prune --builder NAME' (for Docker's own"
                            + " builder 'docker builder prune'), 'buildctl prune' or 'buildah prune'."),
            // Docker Hub's documentation, "Pull usage and limits".
            trap(
                    "toomanyrequests|429 Too Many Requests",
                    "The registry rations pulls. Log in with 'docker login' (or 'buildah login'), or name a mirror in the parameter"
                            + " mirrors."),
            // containerd, remotes/docker; the distribution specification's codes DENIED and UNAUTHORIZED.
            trap(
                    "pull access denied|insufficient_scope|authorization failed|unauthorized: |denied: ",
                    "The registry refuses the engine, which logs in by its own files and not by settings.xml: run 'docker login',"
                            + " or 'buildah login', for the registry. A misspelt name is answered in the same way."),
            // apt, methods/http.cc.
            trap(
                    "E: (?:Failed to fetch|Unable to locate package)|404  ?Not Found \\[IP",
                    "The package lists are older than the packages, mostly because the step that fetched them is cached. Write"
                            + " 'apt-get update && apt-get install' in one RUN, and build once with -Dmultiarch.dockerfile.noCache."),
            // QEMU, linux-user/signal.c.
            trap(
                    "qemu: uncaught target signal|qemu-\\w+: ",
                    "The emulator failed, not the program: a newer QEMU may do, and a machine of that architecture does. Build"
                            + " there with -Dmultiarch.platforms and -Dmultiarch.dockerfile.nativeOnly."),
            // Docker's client.
            trap(
                    "Cannot connect to the Docker daemon|permission denied while trying to connect to the Docker daemon",
                    "Start Docker, or get the right to its socket; the goal doctor tells which. Buildah needs no daemon: set the"
                            + " parameter engine to buildah."),
            // spf13/pflag; buildx has these flags since 0.10.
            trap(
                    "unknown flag: --(?:provenance|sbom|build-context|manifest)",
                    "The engine is too old: buildx 0.10 or Buildah 1.28 is the least."));

    private Traps() {}

    private static Trap trap(String said, String remedy) {
        return new Trap(Pattern.compile(said), remedy);
    }

    /** @param said all that is known of the failure */
    static Optional<String> remedy(String said) {
        return ALL.stream()
                .filter(trap -> trap.said().matcher(said).find())
                .map(Trap::remedy)
                .findFirst();
    }
}
