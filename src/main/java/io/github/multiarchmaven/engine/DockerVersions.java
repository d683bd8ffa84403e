package io.github.multiarchmaven.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What Docker says of itself.
 *
 * @param client version, for example {@code 26.1.5+dfsg1}; empty when the client did not tell
 * @param server of the daemon that the client speaks to; empty when it is not reached
 * @param serverTrouble why it is not reached, in the client's words, on one line; empty when it is
 * @param buildx version of the plugin, for example {@code 0.13.1+ds1}; empty when the client has no such plugin
 */
public record DockerVersions(String client, Optional<Server> server, String serverTrouble, Optional<String> buildx) {
    /**
     * A daemon.
     *
     * @param version for example {@code 26.1.5+dfsg1}
     * @param operatingSystem that it runs on, in its words, for example {@code Debian GNU/Linux 12 (bookworm)} or {@code Docker Desktop}
     * @param platform os and architecture of the machine that it runs on, for example {@code linux/amd64}
     * @param containerdStore whether its images are in containerd's store, by which alone the driver {@code docker} builds for several
     *     platforms
     * @param rootless whether it runs without root rights
     * @param insecureRegistries hosts whose certificates it does not check
     */
    public record Server(
            String version,
            String operatingSystem,
            String platform,
            boolean containerdStore,
            boolean rootless,
            List<String> insecureRegistries) {
        public Server {
            Objects.requireNonNull(version, "version");
            insecureRegistries = List.copyOf(insecureRegistries);
        }
    }

    /** Whether it is the right to use the daemon's socket that lacks. */
    public boolean isForbidden() {
        return serverTrouble.contains("permission denied");
    }
}
