import io.github.multiarchmaven.testbed.InvokerRegistry

def registry = InvokerRegistry.start(basedir, context)
new File(basedir, 'base.properties').text = new File(basedir, 'test.properties').text + "\nimage=${registry.host()}/base/java:17\n"

def bin = new File(basedir, 'bin')
bin.mkdirs()
def write = { name, script ->
    def file = new File(bin, name)
    file.text = "#!/bin/sh\n$script"
    file.executable = true
}
write('docker', """
case \$1 in
version) echo linux/amd64 ;;
load) cat > '$basedir/loaded.tar'; cp '$basedir/loaded.tar' '$basedir/loaded-'\$\$.tar ;;
image)
    config=\$(tar -xOf '$basedir/loaded.tar' manifest.json | sed 's/.*"Config":"\\([^"]*\\)".*/\\1/')
    architecture=\$(tar -xOf '$basedir/loaded.tar' "\$config" | sed 's/.*"architecture":"\\([^"]*\\)".*/\\1/')
    echo "sha256:\${config##*/} linux/\$architecture"
    ;;
esac
""")
write('podman', "echo 'unable to connect to Podman socket' >&2; exit 125\n")
true
