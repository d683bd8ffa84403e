import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def files = { arch -> registry.files('team/app', '1.0', "linux/$arch").collect { it.split(' ')[0] } }
    def natives = { arch -> files(arch).findAll { it.contains('linux-') } }
    mustEqual(['/app/libs/netty-transport-native-epoll-4.1.121.Final-linux-x86_64.jar'], natives('amd64'))
    mustEqual(['/app/libs/netty-transport-native-epoll-4.1.121.Final-linux-aarch_64.jar'], natives('arm64'))
    must(files('arm64').contains('/etc/tuned.conf') && !files('amd64').contains('/etc/tuned.conf'), 'the extra folder is on arm64 only')

    def config = { arch -> registry.config('team/app', '1.0', "linux/$arch").path('config') }
    def env = { arch -> config(arch).path('Env').collect { it.asText() } }
    must(env('amd64').contains('MODE=common') && env('arm64').contains('MODE=arm'), 'environment by platform')
    def entrypoint = { arch -> config(arch).path('Entrypoint').collect { it.asText() } }
    mustEqual(['java', '-Xmx256m', '-cp'], entrypoint('amd64').take(3))
    mustEqual(['java', '-Xmx256m', '-XX:+UseSerialGC', '-cp'], entrypoint('arm64').take(4))

    // What both have is one layer, stored and sent once.
    def layers = { arch -> registry.child('team/app', '1.0', "linux/$arch").layers().drop(1).collect { it.digest() } }
    def shared = layers('amd64').intersect(layers('arm64'))
    mustEqual(3, shared.size())
    shared.each { digest ->
        mustEqual(1, registry.requests().count { it.method() == 'PUT' && it.status() == 201 && it.pathAndQuery().contains(digest.hex()) })
    }
    mustEqual(registry.host() + '/base/amd64-only:17', registry.child('team/app', '1.0', 'linux/amd64').annotations()['org.opencontainers.image.base.name'])
} finally {
    registry.close()
}
true
