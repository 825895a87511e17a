// All that pages gain from scripts. Each module looks for its own data- attributes (docs/design.md)
// and leaves a page without them alone.
import "./similar.js"
import "./preview.js"
import "./upload.js"
import "./look.js"
import "./chat.js"
import "./live.js"
import "./form.js"
import "./unsent.js"
import "./tags.js"
import "./push.js"
import "./keys.js"
import "./small.js"
