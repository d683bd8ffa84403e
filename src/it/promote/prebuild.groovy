import io.github.multiarchmaven.image.Platform
import io.github.multiarchmaven.testbed.InvokerRegistry
import io.github.multiarchmaven.testbed.TinyImage

def registry = InvokerRegistry.start(basedir, context)
def amd64 = Platform.linuxAmd64()
def arm64 = Platform.linuxArm64()
def armv7 = Platform.parse('linux/arm/v7')
TinyImage.putImage(registry.repository('library/centos'), 'centos7.9.2009', amd64, 5000, {})
TinyImage.putIndex(registry.repository('arm64v8/centos'), '7.9.2009', 5000, arm64)
TinyImage.putIndex(registry.repository('library/debian'), 'bookworm', 5000, amd64, armv7, arm64)
['1.24.9', '1.25.3', '1.26.0', '1.26.1', 'latest'].each {
    TinyImage.putIndex(registry.repository('library/nginx'), it, 100 + it.hashCode() % 50, amd64, arm64)
}
new File(basedir, 'command-line.properties').text = """it.registry=${registry.host()}
multiarch.hub=${registry.host()}/by-hand
multiarch.baseImages=${registry.host()}/base/java:17
multiarch.platforms=linux/arm64
multiarch.platformTag=none
"""
context.put('before', registry.writes())
true
