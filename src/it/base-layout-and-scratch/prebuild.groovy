import io.github.multiarchmaven.image.Platform
import io.github.multiarchmaven.layout.ImageLayout
import io.github.multiarchmaven.testbed.InvokerRegistry
import io.github.multiarchmaven.testbed.TinyImage

InvokerRegistry.start(basedir, context)
def base = ImageLayout.openOrCreate(new File(basedir, 'base').toPath())
TinyImage.putIndex(base, '17', 5000, Platform.linuxAmd64(), Platform.linuxArm64())
true
