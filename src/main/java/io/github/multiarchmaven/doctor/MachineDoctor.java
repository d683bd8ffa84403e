package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.engine.Builder;
import io.github.multiarchmaven.engine.BuilderFiles;
import io.github.multiarchmaven.engine.Docker;
import io.github.multiarchmaven.engine.DockerVersions.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at this machine: room on its disks, Docker and its builders, and the emulators that they need. It changes nothing, but for a
 * program of some 100 bytes that it puts into a temporary folder, runs and deletes; {@link #fix} does what needs no privilege.
 */
public final class MachineDoctor {
    private final Machine machine;
    private final InstallCommands commands;
    private final Level worst;

    public MachineDoctor(Machine machine) {
        this.machine = machine;
        this.commands = new InstallCommands(machine.environment(), machine.root());
        this.worst = machine.needsEngine() ? Level.FAIL : Level.INFO;
    }

    public List<Finding> examine() {
        List<Finding> all = new ArrayList<>(basics());
        DockerCheck docker = new DockerCheck(machine, commands, worst);
        List<Finding> ofDocker = docker.look();
        boolean local = docker.isLocal();
        // Without root rights, a container registers nothing with the kernel.
        boolean registers =
                local && docker.server().filter(server -> !server.rootless()).isPresent();
        EmulationCheck emulation = new EmulationCheck(machine, registers, commands, local ? worst : Level.INFO);
        all.addAll(emulation.look());
        all.addAll(ofDocker);
        Optional<Docker> asked = docker.withBuilders();
        if (asked.isPresent()) {
            Server server = docker.server().orElseThrow();
            List<Builder> builders = asked.get().builders();
            BuilderCheck check = new BuilderCheck(machine, builders, server.containerdStore(), worst);
            TrustCheck trust = new TrustCheck(machine, server, worst.compareTo(Level.WARN) < 0 ? worst : Level.WARN);
            if (local) {
                all.addAll(trust.client());
            }
            all.addAll(check.look(emulation.notRun()));
            check.current().ifPresent(builder -> all.addAll(trust.builder(builder, builders)));
        }
        return all;
    }

    private List<Finding> basics() {
        Notes notes = new Notes("machine", Level.FAIL);
        notes.ok("Maven", machine.maven());
        notes.ok("Java", machine.java());
        machine.folders().forEach((name, folder) -> DiskCheck.look(name, folder, notes));
        return notes.findings();
    }

    /**
     * Makes a builder where the one in use does not do, which is all that needs no privilege.
     *
     * @return what was done; empty when there was nothing to do
     */
    public List<Finding> fix() {
        DockerCheck check = new DockerCheck(machine, commands, worst);
        Optional<Docker> docker = check.withBuilders();
        if (docker.isEmpty()) {
            return List.of();
        }
        Server server = check.server().orElseThrow();
        List<Builder> builders = docker.get().builders();
        BuilderCheck builder = new BuilderCheck(machine, builders, server.containerdStore(), worst);
        Map<String, Path> missing = new TrustCheck(machine, server, worst)
                .missing(builder.current()
                        .map(b -> BuilderFiles.of(b.name(), machine.environment(), machine.home()))
                        .orElse(List.of()));
        boolean given = builder.current()
                .filter(b -> b.driver().equals("docker-container"))
                .isPresent();
        return builder.needsAnother() || given && !missing.isEmpty()
                ? List.of(BuilderRepair.make(docker.get(), builders, List.copyOf(missing.entrySet())))
                : List.of();
    }
}
