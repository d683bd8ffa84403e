import io.github.multiarchmaven.image.Indexes
import io.github.multiarchmaven.image.Platform
import io.github.multiarchmaven.testbed.InvokerRegistry
import io.github.multiarchmaven.testbed.TinyImage

def registry = InvokerRegistry.start(basedir, context)
def place = registry.repository('other/app')
def child = { platform, value -> TinyImage.putImage(place, null, platform, 100, {
    it.path('config').path('Env').add('MODE=' + value).add('MEANT=' + value)
}).descriptor().withPlatform(platform) }
place.putManifest(Indexes.compose([child(Platform.linuxAmd64(), 'fast'), child(Platform.linuxArm64(), 'slow')], [:]), '1.0')
new File(basedir, 'differing.properties').text = new File(basedir, 'test.properties').text + "\nimage=${registry.host()}/other/app:1.0\n"
true
