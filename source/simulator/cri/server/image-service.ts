import { canonicalImage, imageId, pauseImage } from '../../image.ts';
import type { CriEngine } from '../cri-engine.ts';
import { formatImageRef } from './container-message.ts';
import type { Services } from './grpc-listener.ts';

/** `runtime.v1.ImageService`, as far as it lists. */
export function createImageService({ images, profile }: CriEngine): Services[string] {
	const formatImage = (image: string) => {
		const name = canonicalImage(image);
		return {
			id: formatImageRef(image, profile),
			repoTags: [name],
			repoDigests: profile.name === 'cri-o' ? [`${name.replace(/:[^/:]*$/, '')}@${imageId(image)}`] : [],
			size: image === pauseImage ? '318731' : '54321098',
			pinned: profile.pinsImages && image === pauseImage,
		};
	};
	return {
		ListImages: {
			request: 'ListImagesRequest',
			response: 'ListImagesResponse',
			answer: () => ({ images: [...images].map(formatImage) }),
		},
	};
}
