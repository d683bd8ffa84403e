package io.github.multiarchmaven.testbed;

/** What root may do on a whole machine or in a privileged container, and root of an ordinary container may not. */
final class Privileges {
    private Privileges() {}

    /** Mounting, in namespaces of its own, tried with a process that ends at once. */
    static void need(String program) throws Unavailable {
        if (!DebianPackages.host().os().equals("linux")
                || UnpackedPackages.find("unshare").isEmpty()) {
            throw new Unavailable("For " + program + " the test bed needs Linux with unshare.");
        }
        if (!Command.of("id", "-u").output().strip().equals("0")) {
            throw new Unavailable("The test bed runs " + program + " as root only.");
        }
        Command.Result result = namespaces().with("true").run();
        if (result.exit() != 0) {
            throw new Unavailable("For " + program + " root must be allowed to mount, and here it is not: "
                    + result.errors().strip());
        }
    }

    /**
     * Runs what follows with mounts and processes of its own. What it mounts and starts ends with it, and it ends when this
     * process, {@code unshare}, is killed.
     */
    static Command namespaces() {
        String unshare = UnpackedPackages.find("unshare").orElseThrow().toString();
        return Command.of(unshare, "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");
    }
}
