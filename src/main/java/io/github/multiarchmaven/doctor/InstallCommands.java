package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Commands that bring what lacks, by the package manager that is there. */
final class InstallCommands {
    private static final String DOCKER_PAGE = "https://docs.docker.com/engine/install/";

    private final boolean apt;
    private final boolean dnf;
    private final boolean dockersOwnPackages;

    InstallCommands(Map<String, String> environment, Path root) {
        this.apt = Program.find("apt-get", environment).isPresent();
        this.dnf = Program.find("dnf", environment).isPresent();
        // Docker's own packages have other names than the distributions'.
        this.dockersOwnPackages = Files.exists(root.resolve("var/lib/dpkg/info/docker-ce-cli.list"));
    }

    String docker() {
        return apt
                ? "sudo apt-get install " + (dockersOwnPackages ? "docker-ce docker-ce-cli" : "docker.io")
                : dnf ? "sudo dnf install docker-ce docker-ce-cli" : "Install Docker: " + DOCKER_PAGE;
    }

    String buildx() {
        return apt
                ? "sudo apt-get install " + (dockersOwnPackages ? "docker-buildx-plugin" : "docker-buildx")
                : dnf
                        ? "sudo dnf install docker-buildx-plugin"
                        : "Put the plugin docker-buildx into ~/.docker/cli-plugins: https://github.com/docker/buildx#installing";
    }

    /**
     * Handlers with the flag F.
     *
     * @param architecture Go's name
     * @param dockerRuns whether a Docker is there to do it, which needs no package and works on every distribution
     */
    String emulator(String architecture, boolean dockerRuns) {
        if (dockerRuns || !apt && !dnf) {
            return "docker run --privileged --rm tonistiigi/binfmt --install " + architecture;
        }
        return apt ? "sudo apt-get install qemu-user-static binfmt-support" : "sudo dnf install qemu-user-static";
    }
}
