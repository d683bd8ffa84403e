import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def digest = registry.manifest('base/java', '17').digest()
    mustSay(basedir, /Base \S+\/hub\/java:lts is pinned to $digest by \S+multiarch.lock/)
    mustSay(basedir, /Published \S+\/team\/app:1.0/)
    def image = registry.child('team/app', '1.0', 'linux/arm64')
    mustEqual(registry.host() + '/hub/java:lts', image.annotations()['org.opencontainers.image.base.name'])
    must(!registry.requests().any { it.pathAndQuery().endsWith('/hub/java/manifests/lts') && it.method() == 'GET' }, 'the base is read by digest')
} finally {
    registry.close()
}
true
